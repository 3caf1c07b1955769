// A verdict on each block that ran, each with the step that it rests on.
//
// Zhong, Wang, Shang, "Debug like a human: a large language model debugger via verifying runtime execution step by step"
// (ACL 2024).
import * as z from 'zod';
import { jsonAnswer } from '../../model/answers';
import type { Question } from '../../model/ask';
import { oneLine } from '../../text/oneLine';
import { debugMessages, ranBlocks, type FailingRun } from './debugPrompt';
import { factText, type FlowFact } from './flowFacts';

const verdictSchema = z.object({
  block: z.string(),
  correct: z.boolean(),
  /** Of a block that is wrong: the step at which it shows. */
  step: z.number().int().optional(),
  why: z.string().transform(oneLine).optional(),
  /** Values that variables should have before that step. */
  before: z.record(z.string(), z.string()).optional(),
  /** The same after it. */
  expected: z.record(z.string(), z.string()).optional(),
  /** Ids of facts that show it. */
  facts: z.array(z.string()).max(20).optional(),
});
const answerSchema = z.object({ verdicts: z.array(verdictSchema) });

export type BlockVerdict = z.infer<typeof verdictSchema>;

/** A verdict with the run of the block that its step is, from 1, in the whole test, and what the facts say that it cites. */
export type JudgedBlock = Omit<BlockVerdict, 'facts'> & {
  readonly occurrence?: number;
  readonly facts?: readonly FlowFact[];
};

const maxOutput = 1200;

const aboutFacts = `
facts: ids that show it. "d1 9 x<6": x in step 9 is from step 6; "c1 8<7 false": step 8 ran as the test of step 7 did not hold.`;

/** Undefined where no step is known that could be judged. */
export function verdictQuestion(
  run: FailingRun,
  task: string | undefined,
): Question<readonly BlockVerdict[]> | undefined {
  const blocks = ranBlocks(run);
  if (blocks.length === 0) return undefined;
  const { facts = [] } = run;
  const cited = facts.length === 0 ? '' : ',"facts":["d1"]';
  const question = `Judge blocks ${blocks.join(', ')}: did each do what the program is for? Answer with JSON only:
{"verdicts":[{"block":"B1","correct":true},{"block":"B2","correct":false,"step":3,"why":"...","before":{"x":"1"},"expected":{"x":"2"}${cited}}]}
step: where the mistake shows; before, expected: variables as they should be before and after it.${facts.length === 0 ? '' : aboutFacts}`;
  const read = jsonAnswer(answerSchema, ({ verdicts }) => problemsOf(verdicts, blocks, run));
  return {
    purpose: 'verdict',
    maxOutput,
    messages: debugMessages(
      run,
      task,
      facts.length === 0 ? [] : [{ name: 'facts', text: facts.map(factText).join('\n') }],
      question,
    ),
    read: (text) => {
      const answer = read(text);
      return answer.ok ? { ok: true, value: answer.value.verdicts } : answer;
    },
  };
}

function problemsOf(verdicts: readonly BlockVerdict[], blocks: readonly string[], run: FailingRun): string[] {
  const judged = verdicts.map(({ block }) => block);
  const unknown = judged.filter((block) => !blocks.includes(block));
  const missing = blocks.filter((block) => !judged.includes(block));
  const twice = blocks.filter((block) => judged.filter((other) => other === block).length > 1);
  return [
    ...unknown.map((block) => `There is no block ${block} to judge.`),
    ...(missing.length === 0 ? [] : [`There is no verdict on ${missing.join(', ')}.`]),
    ...twice.map((block) => `There are several verdicts on ${block}.`),
    ...verdicts.flatMap((verdict) => [...stepProblem(verdict, run), ...factProblems(verdict, run)]),
  ];
}

function stepProblem({ block, correct, step }: BlockVerdict, { steps }: FailingRun): string[] {
  if (correct) return [];
  if (step === undefined) return [`The verdict on ${block} names no step.`];
  const ran = steps?.steps[step - 1]?.block;
  if (ran === undefined) return [`There is no step ${step}.`];
  return ran === block ? [] : [`Step ${step} ran ${ran}, not ${block}.`];
}

/** A fact has to be there, and to be about the block. */
function factProblems({ block, facts: cited = [] }: BlockVerdict, { facts = [] }: FailingRun): string[] {
  return cited.flatMap((id) => {
    const fact = facts.find((item) => item.id === id);
    if (fact === undefined) return [`There is no fact ${id}.`];
    return fact.blocks.includes(block)
      ? []
      : [`Fact ${id} is about ${fact.blocks.join(' and ')}, not ${block}.`];
  });
}
