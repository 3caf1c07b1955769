// One question about one function whose source is not in the workspace: what gets from which operand to which, and
// against what its result is safe.
//
// Wang et al., "LLMDFA: analyzing dataflow in code with large language models" (NeurIPS 2024) have a model summarise every
// function for every pair of values. Here the engine summarises what it can read, and asks about the rest.
import * as z from 'zod';
import { jsonAnswer } from '../../model/answers';
import type { Question } from '../../model/ask';
import { promptOf } from '../../model/prompt';
import { oneLine } from '../../text/oneLine';
import { citationProblems, type Excerpt } from './excerpt';
import type { FunctionQuestion } from './questions';

const rules = `You say what functions do whose source a dataflow analysis cannot see. It shows where one is called: each line has a name in front, FILE:LINE, and a * where the call, or a declaration, stands. A call has operands: "receiver" stands before the dot, "1", "2" and so on are arguments in their order, others are arguments by name. Answer with one JSON object:
{"known": true, "why": "…", "lines": ["FILE:LINE"], "flows": [{"from": "1", "to": "result", "lines": ["FILE:LINE"], "why": "…"}], "makesSafe": [{"rule": "…", "lines": ["FILE:LINE"], "why": "…"}]}
- flows: each operand whose content gets into the "result", or into another operand because the function writes into it. What is not listed does not happen.
- makesSafe: those of the rules against which the result is safe, whatever goes in.
- lines: names of lines that this rests on; at least one of them has a *.
- known: false where you do not know what the function does. Then both lists are empty. Do not guess from the name alone.`;

const maxOutput = 700;

const why = z.string().max(400).transform(oneLine);
const cited = z.array(z.string().max(300)).min(1).max(6);

const answerSchema = z.object({
  known: z.boolean(),
  why,
  lines: cited,
  flows: z.array(z.object({ from: z.string(), to: z.string(), lines: cited, why })).max(20),
  makesSafe: z.array(z.object({ rule: z.string(), lines: cited, why })).max(12),
});

export type FunctionAnswer = z.infer<typeof answerSchema>;

/** @param titles What the rules are about, by id. */
export function askFunction(
  { name, operands, rules: concerned }: Pick<FunctionQuestion, 'name' | 'operands' | 'rules'>,
  excerpt: Excerpt,
  titles: ReadonlyMap<string, string>,
): Question<FunctionAnswer> {
  const listed = concerned.map((id) => `${id}: ${titles.get(id) ?? ''}`).join('\n');
  return {
    purpose: 'summary',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [],
      changing: [
        { name: 'calls', text: excerpt.text },
        { name: 'rules', text: listed },
      ],
      question: `What does \`${name}\` do? Its operands: ${operands.join(', ')}.`,
    }),
    read: jsonAnswer(answerSchema, (answer) => problemsOf(answer, { operands, concerned, excerpt })),
  };
}

interface Asked {
  readonly operands: readonly string[];
  readonly concerned: readonly string[];
  readonly excerpt: Excerpt;
}

function problemsOf({ known, lines, flows, makesSafe }: FunctionAnswer, asked: Asked): string[] {
  const { operands, concerned, excerpt } = asked;
  if (!known) return flows.length + makesSafe.length === 0 ? [] : ['What is not known has no flows.'];
  const isTarget = (to: string): boolean => to === 'result' || operands.includes(to);
  const wrong = [
    ...flows
      .filter(({ from }) => !operands.includes(from))
      .map(({ from }) => `There is no operand ${JSON.stringify(from)}.`),
    ...flows
      .filter(({ to }) => !isTarget(to))
      .map(({ to }) => `Nothing gets into ${JSON.stringify(to)}: there is no such operand.`),
    ...flows
      .filter(({ from, to }) => from === to)
      .map(({ from }) => `Operand ${from} does not get into itself.`),
    ...makesSafe
      .filter(({ rule }) => !concerned.includes(rule))
      .map(({ rule }) => `There is no rule ${JSON.stringify(rule)} in question.`),
  ];
  const citations = [{ lines }, ...flows, ...makesSafe].flatMap((each) =>
    citationProblems(each.lines, excerpt),
  );
  return [...wrong, ...new Set(citations)];
}
