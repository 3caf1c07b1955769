// Where a long run goes wrong, by halves: a model is shown the state at one step after the other and says whether it is right so
// far. Its answers are claims; they only choose the steps that it is shown in detail.
import * as z from 'zod';
import { jsonAnswer } from '../../model/answers';
import { ask, type Question } from '../../model/ask';
import type { LanguageModel } from '../../model/languageModel';
import { oneLine } from '../../text/oneLine';
import { debugMessages, type FailingRun } from './debugPrompt';
import type { StepWindow } from './chosenSteps';
import { stateText, stepStates } from './stepStates';

/** A run is halved until this many steps are left, about as many as are shown at once. */
const shownAtOnce = 60;
/** Runs of fewer steps are judged as a whole. */
const leastHalved = 4 * shownAtOnce;
const mostQuestions = 8;
const maxOutput = 300;

const answerSchema = z.object({ right: z.boolean(), why: z.string().max(600).transform(oneLine).optional() });
type StateVerdict = z.infer<typeof answerSchema>;

/** The steps between which the run goes wrong, as far as the model can tell; undefined of a short run, or without an answer. */
export async function wrongWindow(
  run: FailingRun,
  task: string | undefined,
  model: LanguageModel,
  signal?: AbortSignal,
): Promise<StepWindow | undefined> {
  const steps = run.steps?.steps.length ?? 0;
  if (steps < leastHalved) return undefined;
  let window: StepWindow | undefined;
  let [from, to] = [0, steps];
  for (let asked = 0; asked < mostQuestions && to - from > shownAtOnce; asked++) {
    const middle = Math.floor((from + to) / 2);
    const answer = await ask(model, stateQuestion(run, task, middle), signal);
    if (!answer.ok) return window;
    if (answer.value.right) from = middle;
    else to = middle;
    window = { from, to };
  }
  return window;
}

/** Is all as it should be after a step? */
function stateQuestion(run: FailingRun, task: string | undefined, step: number): Question<StateVerdict> {
  const { steps } = run;
  const state = steps === undefined ? '' : stateText(steps, stepStates(steps), step);
  const question = `The test fails at step ${steps?.steps.length ?? '?'}. Is every variable after step ${step} as it should be at that point? Answer with JSON only: {"right":true} or {"right":false,"why":"..."}`;
  return {
    purpose: 'verdict',
    maxOutput,
    messages: debugMessages(run, task, [{ name: 'state', text: state }], question, 0),
    read: jsonAnswer(answerSchema),
  };
}
