// Tests that a model writes from what a program is to do, in words. They are claims: what they find, and what mends it, is so as
// well.
import * as z from 'zod';
import { jsonAnswer } from '../../model/answers';
import type { Question } from '../../model/ask';
import { promptOf } from '../../model/prompt';
import { languageName } from '../../syntax/languageName';
import type { LanguageId } from '../../syntax/model';
import { oneLine } from '../../text/oneLine';

const testSchema = z.object({
  /** An expression that calls the program. */
  call: z.string().trim().min(1).max(400),
  /** An expression for what it has to return. */
  expect: z.string().trim().min(1).max(1000),
  /** The words of the description that say so. */
  why: z.string().trim().min(1).max(300).transform(oneLine),
});
const answerSchema = z.object({ tests: z.array(testSchema).min(1).max(12) });

/** A call with what it has to return, as expressions of the language, and why. */
export type DescribedTest = z.infer<typeof testSchema>;

/** How values are written and compared. */
function comparisonOf(language: LanguageId): string {
  if (language === 'python') return 'expect: a Python literal, compared with ==.';
  return `expect: a ${languageName(language)} literal, compared by assert.deepStrictEqual.`;
}

const rulesOf = (
  language: LanguageId,
): string => `You write tests for a program from what it is to do. The program may be wrong: the words decide, not the code.
Answer with one JSON document and nothing else:
{"tests":[{"call":"median([3, 1, 2])","expect":"2","why":"the middle one of an odd number"}]}
Four to eight tests, ordinary cases first, then boundaries that the words decide; none that they leave open. call: an expression that calls a function of the program with literals. ${comparisonOf(language)} why: the words that say so, briefly.`;

const maxOutput = 1200;

/** @param names What the program defines: each call has to name something of it. */
export function describedTestsQuestion(
  {
    source,
    language,
    names,
  }: { readonly source: string; readonly language: LanguageId; readonly names: readonly string[] },
  description: string,
): Question<readonly DescribedTest[]> {
  const read = jsonAnswer(answerSchema, ({ tests }) =>
    tests.flatMap(({ call, expect }) => problemsOf(call, expect, names)),
  );
  return {
    purpose: 'expectation',
    maxOutput,
    messages: promptOf({
      rules: rulesOf(language),
      stable: [{ name: 'program', text: source.trimEnd() }],
      changing: [{ name: 'description', text: description }],
      question: 'Write the tests.',
    }),
    read: (text) => {
      const answer = read(text);
      return answer.ok ? { ok: true, value: answer.value.tests } : answer;
    },
  };
}

function problemsOf(call: string, expect: string, names: readonly string[]): string[] {
  const isOneLine = !/[\r\n]/.test(call) && !/[\r\n]/.test(expect);
  const words = new Set(call.match(/\w+/g) ?? []);
  return [
    ...(isOneLine ? [] : [`${call} is not an expression on one line.`]),
    ...(names.some((name) => words.has(name)) ? [] : [`${call} calls nothing of the program.`]),
  ];
}
