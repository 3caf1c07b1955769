// witness run: runs code although what it needs is missing, in the sandbox.
import { Command, InvalidArgumentError, Option } from 'commander';
import os from 'node:os';
import path from 'node:path';
import type { Selection } from '../../core/fragment/selection';
import { fragmentReport, type FragmentReport } from '../../core/fragment/fragmentReport';
import { Failure } from '../failure';
import { existingValues, type ExistingValues } from '../fragment/existingValues';
import { guidedFragment, type GuidedFragment } from '../fragment/guidedFragment';
import { runFragment, type Fragment } from '../fragment/partialRun';
import { WorkspaceFiles } from '../fragment/workspaceCalls';
import { RecordedValues } from '../fragment/recordedValues';
import { selectedFragment } from '../fragment/selectedFragment';
import { findPython } from '../python/interpreter';
import type { Isolation } from '../sandbox/sandboxProcess';
import { startPythonSandbox } from '../sandbox/pythonSandbox';
import { RecordingStore } from '../store/recordingStore';
import { withPlainLineEnds } from '../syntax/lineEnds';
import { readPythonFile } from '../syntax/pythonFile';
import { SyntaxService } from '../syntax/syntaxService';
import { colorsFor } from './colors';
import { describeFragment } from './fragmentText';
import { modelOf, tellCost, withModelOptions, type ModelOptions } from './modelOptions';
import { positiveNumber } from './positiveNumber';
import type { ExitCode, Terminal } from './program';

interface RunOptions extends ModelOptions {
  readonly range?: LineRange;
  readonly explore: number;
  readonly isolation: Isolation;
  readonly cwd?: string;
  readonly interpreter?: string;
  readonly limitMs: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** 1-based, both ends included. */
interface LineRange {
  readonly from: number;
  readonly to: number;
}

export function runCommand(assets: string, terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return withModelOptions(new Command('run'))
    .description('Run files or pieces of them in the sandbox, with values invented for what is missing.')
    .argument('<files...>', 'Python files')
    .option('--range <A:B>', 'run only these lines, snapped to whole statements', lineRange)
    .option('--explore <n>', 'runs at most, to reach other branches', positiveNumber, 1)
    .addOption(
      new Option('--isolation <level>', 'how the code is confined; "limited" stops accidents, not attacks')
        .choices(['isolated', 'limited'])
        .default('isolated'),
    )
    .option('--cwd <folder>', 'folder in which modules are looked for, besides that of the file')
    .option('--interpreter <path>', 'the Python that runs the code')
    .option('--limit-ms <n>', 'time for one run, in milliseconds', positiveNumber, 5000)
    .option('--json', 'print one JSON document for each file')
    .option('--quiet', 'print nothing but errors')
    .action(async (files: string[], options: RunOptions) => {
      finish(await run(files, options, assets, terminal));
    });
}

async function run(
  files: readonly string[],
  options: RunOptions,
  assets: string,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.range !== undefined && files.length > 1) {
    throw new Failure('usage', 'A range belongs to one file.', 'Name one file with --range.');
  }
  const paths = files.map((file) => path.resolve(terminal.cwd, file));
  const cwd = path.resolve(terminal.cwd, options.cwd ?? '.');
  const syntax = new SyntaxService(assets);
  const recorded = new RecordedValues(RecordingStore.ofUser(terminal.environment));
  const tools = { syntax, recorded, workspace: new WorkspaceFiles() };
  // What cannot be read is told before anything runs.
  const pieces = await Promise.all(paths.map((file) => pieceOf(file, options.range, syntax)));
  const { interpreter } = options;
  const python = await findPython({
    folder: cwd,
    environment: terminal.environment,
    ...(interpreter !== undefined && { explicit: interpreter }),
  });
  const { pool, level } = await startPythonSandbox(python, {
    level: options.isolation,
    assets,
    cwd,
    files: paths,
    preload: ['witness_fragment.running'],
    size: Math.min(pieces.length, os.availableParallelism()),
  });
  try {
    const found: boolean[] = [];
    const { limitMs } = options;
    const limits = { limitMs, signal: terminal.signal };
    const opened = await modelOf(options, assets, terminal);
    let lookedUp: Promise<ExistingValues> = Promise.resolve({ known: {}, calls: {} });
    await inOrder(
      pieces.map((piece) => async () => {
        // One after the other: what is read for one file serves the next.
        const existing = await (lookedUp = lookedUp.then(() => existingValues({ ...piece, cwd }, tools)));
        const fragment = { ...piece.fragment, ...existing };
        const guided = opened.isThere
          ? await guidedFragment(fragment, opened.model, pool, limits)
          : undefined;
        if (options.preview === true) return undefined;
        const runs = await runFragment(guided?.fragment ?? fragment, pool, {
          ...limits,
          runs: options.explore,
        });
        return { ...fragmentReport(runs), ...(guided && { model: modelPart(guided) }) };
      }),
      (report, i) => {
        if (report === undefined) return;
        found.push(hasFindings(report));
        show(files[i] ?? '', pieces[i]?.fragment, { isolation: level, ...report }, options, terminal);
      },
    );
    tellCost(opened, options, terminal);
    return found.includes(true) ? 1 : 0;
  } finally {
    await pool.dispose();
  }
}

function modelPart({ rounds, noAnswer }: GuidedFragment): NonNullable<ShownReport['model']> {
  return { rounds, ...(noAnswer !== undefined && { noAnswer }) };
}

/** Starts all, and hands the results over in the order of the tasks. */
async function inOrder<T>(
  tasks: readonly (() => Promise<T>)[],
  take: (result: T, index: number) => void,
): Promise<void> {
  const results = tasks.map((task) => task());
  const settled = Promise.allSettled(results);
  try {
    for (const [index, result] of results.entries()) take(await result, index);
  } finally {
    await settled;
  }
}

type ShownReport = Parameters<typeof describeFragment>[2];

interface Piece {
  readonly file: string;
  /** With `\n` at the ends of lines. */
  readonly text: string;
  readonly fragment: Fragment;
  readonly selection: Selection;
}

async function pieceOf(file: string, range: LineRange | undefined, syntax: SyntaxService): Promise<Piece> {
  const text = withPlainLineEnds(await readPythonFile(file));
  if (range === undefined) {
    const selection = { startLine: 0, endLine: text.split('\n').length - 1 };
    return { file, text, fragment: { source: text, file }, selection };
  }
  const lines = { file, text, from: range.from - 1, to: range.to - 1 };
  return { file, text, ...(await selectedFragment(lines, syntax)) };
}

function show(
  file: string,
  fragment: Fragment | undefined,
  report: ShownReport,
  options: RunOptions,
  { stdout, environment }: Terminal,
): void {
  if (options.quiet === true) return;
  if (options.json === true) {
    stdout.write(`${JSON.stringify({ file, ...report })}\n`);
    return;
  }
  const lines = describeFragment(file, fragment?.source ?? '', report, colorsFor(stdout, environment));
  stdout.write(`${lines.join('\n')}\n`);
}

function hasFindings(report: FragmentReport): boolean {
  return report.errors.some(({ level }) => level === 'witnessed') || report.outcome.kind === 'timeout';
}

function lineRange(text: string): LineRange {
  const match = /^(\d+)(?::(\d+))?$/.exec(text);
  const from = Number(match?.[1] ?? 0);
  const to = Number(match?.[2] ?? from);
  if (from < 1 || to < from) {
    throw new InvalidArgumentError('It must be two line numbers, e.g. 10:20.');
  }
  return { from, to };
}
