// What a model says of a value: claims, each about a step of those that led to it, with values that can be looked up.
import type { Question } from '../model/ask';
import type { TokenCounter } from '../model/languageModel';
import { promptOf } from '../model/prompt';
import { type Claim, claimsAnswer } from './claims';

/** A step that led to the value, as the model reads it. */
export interface ToldCause {
  /** From 1, in the order of reading: as people see it. */
  readonly number: number;
  /** The number of the one that it explains; 0 for the first. */
  readonly explains: number;
  /** Where it is and what it did to the value, on one line. */
  readonly text: string;
  /** Its line, which stands in the program. */
  readonly source: string;
}

export interface ToldValue {
  /** Of a variable, or all that the line of step 1 reads. */
  readonly of: 'variable' | 'line';
  /** Those that explain most directly first; each after the one that it explains. */
  readonly causes: readonly ToldCause[];
  /** Whether more led to it than these. */
  readonly isCut: boolean;
  /** The program at these causes, with so many lines on each side of each. */
  readonly program: (causes: ReadonlySet<number>, around: number) => string;
}

const rules = `You explain to a programmer why a value was what it was in a run of a program. The steps that led to it were recorded; what explains a step stands below it, further in, each once. "3 shop.py:4 | total=5" is step 3: line 4 of shop.py (4-6: several lines) ran and left total=5. "given" names what a call was given there, "returned" what a call ended with there, "decided" a condition that let the step above it run.
Answer with one JSON document and nothing else:
{"claims":[{"text":"one sentence","step":3,"values":{"total":"5"}}]}
Two to six claims in the order of the run; the last one answers the question. step: the step that the claim rests on. values: variables at that step, when the claim speaks of them, "return" for what a call returned, in the notation of the recording. Everything is compared with the recording.`;

const questions: Readonly<Record<ToldValue['of'], string>> = {
  variable: 'Why is the value of step 1 what it is?',
  line: 'Why are the values that step 1 reads what they are?',
};

const maxOutput = 900;
/** Of the steps with their lines, in tokens; the first one is told in any case. */
const causesBudget = 1200;
/** Of the program: where more are around these lines, fewer of those are told. */
const programBudget = 800;
const mostAround = 3;

/** A question about a value, and the numbers of the causes that are told: as many as there is room for. */
export function valueQuestion(value: ToldValue, count: TokenCounter): Question<readonly Claim[]> {
  const told = fitting(value.causes, count);
  const numbers = new Set(told.map(({ number }) => number));
  const isCut = value.isCut || told.length < value.causes.length;
  const program = fittingProgram((around) => value.program(numbers, around), count);
  return {
    purpose: 'explanation',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [
        ...(program === '' ? [] : [{ name: 'program', text: program }]),
        { name: 'steps', text: [...causeLines(told), ...(isCut ? ['… more led to these'] : [])].join('\n') },
      ],
      changing: [],
      question: questions[value.of],
    }),
    read: claimsAnswer(numbers),
  };
}

/** What explains most directly, to the budget. */
function fitting(causes: readonly ToldCause[], count: TokenCounter): readonly ToldCause[] {
  let left = causesBudget;
  const end = causes.findIndex(({ text, source }, index) => {
    left -= count(`${text} ${source}`) + aroundCause;
    return left < 0 && index > 0;
  });
  return end < 0 ? causes : causes.slice(0, end);
}

/** Tokens of a number, the space before it and the end of the line, about. */
const aroundCause = 4;

function fittingProgram(program: (around: number) => string, count: TokenCounter): string {
  for (let around = mostAround; around > 0; around--) {
    const text = program(around);
    if (count(text) <= programBudget) return text;
  }
  return program(0);
}

/** In the order of reading, each further in than what it explains. */
function causeLines(causes: readonly ToldCause[]): string[] {
  const depths = new Map<number, number>([[0, -1]]);
  const byNumber = [...causes].sort((a, b) => a.number - b.number);
  return byNumber.map(({ number, explains, text }) => {
    const depth = (depths.get(explains) ?? -1) + 1;
    depths.set(number, depth);
    return `${'  '.repeat(depth)}${number} ${text}`;
  });
}
