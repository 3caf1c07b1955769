// A path as a test that fails as long as the source's value arrives, tried before it is handed out.
import path from 'node:path';
import type { RunSummary } from '../../core/fragment/fragmentReport';
import { fragmentViews } from '../../core/fragment/fragmentView';
import { testText } from '../../core/fragment/testText';
import { holderWords, pathTestCode, textWords } from '../../core/dataflow/pathTest';
import type { ReportedFinding } from '../../core/dataflow/report';
import type { Trial, TrialWords } from '../../core/dataflow/trial';
import { runFragment } from '../fragment/partialRun';
import {
  isNatural,
  limitMs,
  mostRuns,
  sinkErrors,
  trialFor,
  withSandbox,
  type TryingOptions,
  type TryingTools,
} from './tryPaths';

export interface PathTest {
  readonly text: string;
  /** What the test raised when it was tried, e.g. `AssertionError: …`. */
  readonly error: string;
}

/**
 * The first form of the test that failed in the sandbox for the path's own reason; undefined where none did.
 * @throws Failure where there is no Python, or no sandbox.
 */
export async function pathTest(
  finding: ReportedFinding,
  options: TryingOptions,
): Promise<PathTest | undefined> {
  if ((await trialFor(finding, options)) === undefined) return undefined;
  return withSandbox([finding], options, async (tools) => {
    for (const words of [textWords, holderWords]) {
      const made = await triedTest(finding, words, tools);
      if (made !== undefined) return made;
    }
    return undefined;
  });
}

async function triedTest(
  finding: ReportedFinding,
  words: TrialWords,
  tools: TryingTools,
): Promise<PathTest | undefined> {
  const trial = await trialFor(finding, tools, words);
  if (trial === undefined) return undefined;
  const code = await codeOf(finding, trial, words, tools);
  const startLine = finding.sink.line;
  const run = await failingRun(code, trial, finding, tools);
  const [view] = run === undefined ? [] : fragmentViews([run], wholeOf(code, startLine));
  if (view === undefined) return undefined;
  const { text, name } = testText({ file: path.basename(finding.source.file), code, startLine, view }, false);
  const argument = { source: text, call: name, limitMs };
  const job = { module: 'witness_fragment.checking', function: 'try_test', argument, limitMs };
  const { result } = await tools.pool.run(job, tools.signal);
  const error = errorOf(result);
  return error !== undefined && isOwn(error, trial) ? { text, error } : undefined;
}

async function codeOf(
  finding: ReportedFinding,
  { source, isMarked, value }: Trial,
  words: TrialWords,
  { syntax }: TryingTools,
): Promise<string> {
  const document = await syntax.parse('python', source);
  try {
    const { rootNode: root } = document.syntaxTree;
    return pathTestCode({ finding, root, words, literal: isMarked ? value : undefined });
  } finally {
    document.dispose();
  }
}

async function failingRun(
  code: string,
  trial: Trial,
  finding: ReportedFinding,
  { pool, signal }: TryingTools,
): Promise<RunSummary | undefined> {
  // Lines count from the sink's on, as in the test's name.
  const source = `${'\n'.repeat(finding.sink.line)}${code}\n`;
  const fragment = { source, file: finding.source.file, given: trial.given, notes: true };
  const runs = await runFragment(fragment, pool, { runs: mostRuns, limitMs, signal });
  return runs.find(
    (run) => isNatural(run) && run.result?.errors.some(({ type, limit }) => !limit && isOwn(type, trial)),
  );
}

/** Whether an error is that of the path. */
function isOwn(error: string, { isMarked }: Trial): boolean {
  return isMarked ? error.startsWith('AssertionError') : sinkErrors.test(error);
}

function wholeOf(code: string, startLine: number): Parameters<typeof fragmentViews>[1] {
  return { startLine, endLine: startLine + code.split('\n').length - 1, within: undefined };
}

function errorOf(result: string | null): string | undefined {
  const answer: unknown = result === null ? undefined : JSON.parse(result);
  const isAnswer = typeof answer === 'object' && answer !== null && 'error' in answer;
  return isAnswer && typeof answer.error === 'string' ? answer.error : undefined;
}
