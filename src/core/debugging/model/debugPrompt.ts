// What a model is told of a failing test: the program with its blocks, the test, and the steps of the run. Both requests
// of a round begin with it, so that a provider's cache serves the second.
import type { Message } from '../../model/languageModel';
import { promptOf, type Material } from '../../model/prompt';
import { commentSign, languageName } from '../../syntax/languageName';
import type { Block, LanguageId, SourceModel } from '../../syntax/model';
import { testName } from '../pytestStatement';
import type { TestResult } from '../testRun';
import { blockLabel, type BlockSteps } from './blockSteps';
import type { StepWindow } from './chosenSteps';
import type { FlowFact } from './flowFacts';
import { stepText } from './stepText';

/** One failing test of one program. */
export interface FailingRun {
  readonly source: string;
  readonly language: LanguageId;
  /** Undefined where the program does not parse. */
  readonly model: SourceModel | undefined;
  /** The statements of the test. */
  readonly test: string;
  readonly result: TestResult;
  /** Undefined where nothing could be recorded. */
  readonly steps: BlockSteps | undefined;
  /** What its steps have to do with each other; without it, nothing is known. */
  readonly facts?: readonly FlowFact[];
  /** Where it goes wrong, as far as is known. */
  readonly window?: StepWindow;
}

const rulesOf = (language: LanguageId) =>
  `You debug a ${languageName(language)} program by what it did in a failing test. "${commentSign(language)} B3" marks where basic block B3 begins. "7 B3 x=1" is step 7 of the run: B3 ran and left x=1; values hold until they are named again.`;

/** Tokens of steps at most, about. */
const usualBudget = 1200;

export function debugMessages(
  run: FailingRun,
  task: string | undefined,
  changing: readonly Material[],
  question: string,
  budget = usualBudget,
): Message[] {
  const steps = run.steps === undefined || budget === 0 ? '' : stepText(run.steps, budget, run.window);
  return promptOf({
    rules: rulesOf(run.language),
    stable: [
      ...(task === undefined ? [] : [{ name: 'task', text: task }]),
      { name: 'program', text: withBlocks(run) },
      {
        name: 'test',
        text: `${testName(run.test)}\n${commentSign(run.language)} ${outcomeText(run.result)}`,
      },
      ...(steps === '' ? [] : [{ name: 'steps', text: steps }]),
    ],
    changing,
    question,
  });
}

/** The ids of the blocks that ran, in the order of the program. */
export function ranBlocks({ steps }: FailingRun): string[] {
  const ran = new Set((steps?.steps ?? []).flatMap(({ block }) => block ?? []));
  return [...ran].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

/** The program with the ids of blocks that ran behind the lines on which they begin. */
function withBlocks(run: FailingRun): string {
  const { source, model } = run;
  if (model === undefined) return source;
  const ran = new Set(ranBlocks(run));
  const labels = new Map<number, string[]>();
  for (const [index, block] of model.blocks.entries()) {
    const label = blockLabel(index);
    if (!ran.has(label)) continue;
    const line = lineToMark(block, model);
    labels.set(line, [...(labels.get(line) ?? []), label]);
  }
  return source
    .trimEnd()
    .split('\n')
    .map((line, index) =>
      [
        line,
        ...(labels.has(index) ? [`${commentSign(run.language)} ${labels.get(index)?.join(' ') ?? ''}`] : []),
      ].join('  '),
    )
    .join('\n');
}

/** The first line of a block behind which something can stand: not within a text of several lines. */
function lineToMark({ statements, range }: Block, model: SourceModel): number {
  const lines = statements.flatMap((at) => {
    const head = model.statements[at]?.headRange;
    return head === undefined || head.start.line !== head.end.line ? [] : [head.start.line];
  });
  return lines[0] ?? range.start.line;
}

function outcomeText({ status, type, message, line }: TestResult): string {
  if (status === 'timeout') return 'does not end in time';
  if (status === 'crashed') return 'its process dies';
  const what = [type ?? 'fails', ...(message === undefined || message === '' ? [] : [message])].join(': ');
  return line === undefined ? what : `${what} (line ${line})`;
}
