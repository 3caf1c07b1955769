// What one debugging step costs in tokens, and what can be read of the run, beside the published prompts.
import { blockSteps } from '../../../src/core/debugging/model/blockSteps';
import type { FailingRun } from '../../../src/core/debugging/model/debugPrompt';
import { flowFacts } from '../../../src/core/debugging/model/flowFacts';
import { readFirst } from '../../../src/core/debugging/model/readFirst';
import { repairQuestion } from '../../../src/core/debugging/model/repairQuestion';
import { verdictQuestion } from '../../../src/core/debugging/model/verdicts';
import { countMessages } from '../../../src/core/model/ledger';
import { promptMaterial } from './promptMaterial';
import { publishedFacts, publishedPrompts } from './publishedPrompt';
import { readSteps } from './readSteps';
import type { RecordedSession } from './recordedRuns';
import type { Surroundings } from './surroundings';

export interface StepCost {
  readonly name: string;
  /** Tokens of the request for verdicts, and of both requests. */
  readonly ours: readonly [number, number];
  readonly theirs: readonly [number, number];
  readonly facts: readonly [ours: number, theirs: number];
  /** Of the facts of the published prompt, so many cannot be read in ours. */
  readonly missing: number;
  readonly holdsFailure: boolean;
  /** What is said of how steps hang together. */
  readonly flow: number;
}

/** Of the first failing test of the first program; undefined where nothing can be recorded. */
export async function stepCost(
  { name, programs, tests, task }: RecordedSession,
  tools: Surroundings,
): Promise<StepCost | undefined> {
  const [source = ''] = programs;
  const results = await Promise.all(
    tests.map(async (test) => (await tools.tester.tryPrograms([source], [test]))[0]?.[0]),
  );
  const at = results.findIndex((result) => result !== undefined && result.status !== 'passed');
  const [test, result] = [tests[at], results[at]];
  if (test === undefined || result === undefined) return undefined;
  const [model, lines] = await tools.syntax.withDocument('python', source, (document) => [
    document.model('block'),
    document.model('line'),
  ]);
  const recording = await tools.recorder.record({ source, model, test });
  if (recording === undefined) return undefined;
  const steps = blockSteps(recording, model);
  const flow = flowFacts(steps, model, readFirst(source, model, lines));
  const run: FailingRun = { source, language: 'python', model, test, result, steps, facts: flow };
  const [verdicts, repair] = [
    verdictQuestion(run, undefined),
    repairQuestion(run, undefined, [], { earlier: [], names: [] }),
  ];
  if (verdicts === undefined) return undefined;
  const published = publishedPrompts({ source, model, task, test, steps });
  const tokens = (texts: readonly string[]): number =>
    countMessages(
      texts.map((text) => ({ role: 'user', text })),
      tools.count,
    );
  const mine = countMessages(verdicts.messages, tools.count);
  const theirs = tokens(published.verdicts);
  const read = readSteps(promptMaterial(verdicts.messages, 'steps'), steps);
  const facts = new Set(publishedFacts({ source, model, task, test, steps }));
  return {
    name,
    ours: [mine, mine + countMessages(repair.messages, tools.count)],
    theirs: [theirs, theirs + tokens(published.repair)],
    facts: [read.facts.size, facts.size],
    missing: [...facts].filter((fact) => !read.facts.has(fact)).length,
    holdsFailure: read.shown.has(failureOf(steps)),
    flow: flow.length,
  };
}

/** The last step that raises, or else the last one of all. */
function failureOf({ steps }: FailingRun['steps'] & object): number {
  return (steps.findLast(({ raised }) => raised !== undefined) ?? steps.at(-1))?.number ?? 0;
}
