// What a model says of a recorded run: claims, each about a step, with values that can be looked up.
//
// Chen et al., "Reasoning runtime behavior of a program with LLM: how far are we?" (REval, ICSE 2025): models are often wrong about
// states, so that none of their claims about one is shown without having been compared with the recording.
import type { Question } from '../model/ask';
import { promptOf } from '../model/prompt';
import { type Claim, claimsAnswer } from './claims';

export interface ToldRun {
  /** How it ended. */
  readonly outcome: string;
  /** The steps as the model reads them. */
  readonly lines: readonly string[];
  /** The numbers of the steps among them. */
  readonly steps: ReadonlySet<number>;
}

const rules = `You explain what a program did, from a recording of its run. "12 shop.py:4 total += price | total=3" is step 12: the block that begins on line 4 of shop.py ran and left total=3. "call" begins a call, "returns" and "raises" say how it was left; deeper calls stand further in.
Answer with one JSON document and nothing else:
{"claims":[{"text":"one sentence","step":12,"values":{"total":"3"}}]}
Four to eight claims in the order of the run, the last one about the cause of the outcome. step: the step that the claim rests on. values: variables as the step leaves them, when the claim speaks of them, in the notation of the recording. Everything is compared with the recording.`;

const maxOutput = 1200;

/** @param asked What somebody wants to know; without it, why the run ended as it did. */
export function explanationQuestion(
  { outcome, lines, steps }: ToldRun,
  asked = 'Why did the run end as it did?',
): Question<readonly Claim[]> {
  return {
    purpose: 'explanation',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [
        { name: 'recording', text: lines.join('\n') },
        { name: 'outcome', text: outcome },
      ],
      changing: [],
      question: asked,
    }),
    read: claimsAnswer(steps),
  };
}
