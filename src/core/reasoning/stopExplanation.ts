// What a model says of a program that has stopped in a debugger: claims about the stop, and about the recorded run on the way there.
import type { Question } from '../model/ask';
import { promptOf } from '../model/prompt';
import { type Claim, claimsAnswer } from './claims';
import { atStop } from './stop';

export interface ToldStop {
  /** Where and why the program stopped, and with which values. */
  readonly stop: string;
  /** Numbered lines of the program. */
  readonly program: string;
  /** A recorded run up to where it had the same values; absent where none is known. */
  readonly run?: { readonly lines: readonly string[]; readonly steps: ReadonlySet<number> };
}

const rules = `You explain to a programmer why a program has stopped where it did with the values that it has. In a recording, "12 shop.py:4 total += price | total=3" is step 12: the block that begins on line 4 of shop.py ran and left total=3.
Answer with one JSON document and nothing else:
{"claims":[{"text":"one sentence","step":${atStop},"values":{"total":"3"}}]}
Two to six claims; the last one says the likely cause, or what to look at next. step: the step of the recording that the claim rests on, ${atStop} for the stop itself. values: variables at that step, when the claim speaks of them, as written here. Everything is compared with the debugger and the recording.`;

const maxOutput = 1000;

export function stopQuestion({ stop, program, run }: ToldStop): Question<readonly Claim[]> {
  return {
    purpose: 'explanation',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [
        { name: 'program', text: program },
        ...(run === undefined ? [] : [{ name: 'recording', text: run.lines.join('\n') }]),
      ],
      changing: [{ name: 'stop', text: stop }],
      question: 'Why does the program stand here with these values?',
    }),
    read: claimsAnswer(new Set([atStop, ...(run?.steps ?? [])])),
  };
}
