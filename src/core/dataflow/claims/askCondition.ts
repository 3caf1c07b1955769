// One question about one condition that no decider can read: what holds of the values in it, in words of SMT-LIB.
//
// LLMDFA (Wang et al., NeurIPS 2024) runs a program that the model writes for the solver; a formula is only read.
import * as z from 'zod';
import type { Sort } from '../ir/ir';
import { jsonAnswer } from '../../model/answers';
import type { Question } from '../../model/ask';
import { promptOf } from '../../model/prompt';
import { oneLine } from '../../text/oneLine';
import { citationProblems, type Excerpt } from './excerpt';
import { operatorNames, readFormula } from './formula';
import type { ConditionQuestion } from './questions';

const rules = `You read conditions for a solver that does not know the functions in them. The lines have names in front, FILE:LINE, and a * where the condition stands. Say what holds of the values v1, v2 … where the condition is true, and where it is false. Answer with one JSON object:
{"known": true, "whenTrue": "(> v1 0)", "whenFalse": "(<= v1 0)", "lines": ["FILE:LINE"], "why": "…"}
- whenTrue, whenFalse: formulas of SMT-LIB, of ${operatorNames.join(' ')}, numbers, "texts", true, false, null and the values. They have to follow from the condition: say less rather than too much, and "true" where nothing can be said.
- lines: names of lines that this rests on; at least one of them has a *.
- known: false where you do not know what the functions do; then both formulas are "true". Do not guess from a name alone.`;

const maxOutput = 500;

const answerSchema = z.object({
  known: z.boolean(),
  whenTrue: z.string().max(600),
  whenFalse: z.string().max(600),
  lines: z.array(z.string().max(300)).min(1).max(6),
  why: z.string().max(400).transform(oneLine),
});

export type ConditionAnswer = z.infer<typeof answerSchema>;

export function askCondition(
  { text, values }: Pick<ConditionQuestion, 'text' | 'values'>,
  excerpt: Excerpt,
): Question<ConditionAnswer> {
  const named = values.map(({ name, meaning, sort }) => `${name}: ${meaning}${sortText(sort)}`);
  const sorts = new Map(values.map(({ name, sort }) => [name, sort]));
  return {
    purpose: 'condition',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [],
      changing: [
        { name: 'lines', text: excerpt.text },
        { name: 'condition', text },
        { name: 'values', text: named.join('\n') },
      ],
      question: 'What holds where the condition is true, and where it is false?',
    }),
    read: jsonAnswer(answerSchema, (answer) => problemsOf(answer, excerpt, sorts)),
  };
}

function sortText(sort: Sort): string {
  const words = {
    int: ', a whole number',
    real: ', a number',
    bool: ', true or false',
    string: ', a text',
    any: '',
  };
  return words[sort];
}

function problemsOf(
  { known, whenTrue, whenFalse, lines }: ConditionAnswer,
  excerpt: Excerpt,
  sorts: ReadonlyMap<string, Sort>,
): string[] {
  if (!known) return [];
  const formulas = [whenTrue, whenFalse].flatMap((text) => {
    const read = readFormula(text, sorts);
    return read.ok ? [] : [read.problem];
  });
  return [...formulas, ...citationProblems(lines, excerpt)];
}
