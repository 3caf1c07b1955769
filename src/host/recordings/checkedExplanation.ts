// What a model says of a run, with each of its claims compared with what is known of it.
import { ask, type Question } from '../../core/model/ask';
import type { LanguageModel } from '../../core/model/languageModel';
import { checkClaims } from '../../core/reasoning/checkedClaims';
import type { Claim } from '../../core/reasoning/claims';
import { frameState } from '../../core/trace/frameState';
import type { ExplainAnswer } from '../../protocol/model';
import type { OpenRecording } from './openRecording';

export type Explanation = Omit<ExplainAnswer, 'modelCost'>;

/** What is known of a step that claims rest on, by its number. */
export interface KnownSteps {
  /** The text of a variable; undefined where it is not certain. */
  readonly valueAt: (step: number, name: string) => string | undefined;
  /** Line: from 1. */
  readonly placeOf: (step: number) => { readonly file: string; readonly line: number };
}

/** The claims, checked; or why there are none. */
export async function checkedExplanation(
  model: LanguageModel,
  question: Question<readonly Claim[]>,
  known: KnownSteps,
  signal: AbortSignal,
): Promise<Explanation> {
  const answer = await ask(model, question, signal);
  if (!answer.ok) return { claims: [], noAnswer: answer.failure.message };
  const claims = checkClaims(answer.value, known.valueAt);
  return { claims: claims.map((claim) => ({ ...claim, ...known.placeOf(claim.step) })) };
}

/** What a variable holds as a step leaves it, or found it: where that is certain, and was kept whole. */
export function valueAt(
  { recording, walk }: OpenRecording,
  step: number,
  name: string,
  upTo: 'with' | 'before' = 'with',
): string | undefined {
  const frame = recording.step(step)?.frame.index;
  if (frame === undefined) return undefined;
  const state = frameState(recording, walk.index, frame, step, upTo).find(
    (variable) => variable.name === name,
  );
  return state?.isCertain === true ? whole(state.value?.text) : undefined;
}

/** A text of a value, where nothing of it was left out. */
export function whole(text: string | undefined): string | undefined {
  return text?.includes('…') === true ? undefined : text;
}
