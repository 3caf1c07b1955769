// witness debug: finds the block to blame for failing tests, and a change that makes them pass.
import { Command, Option } from 'commander';
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { WantedTests } from '../../core/debugging/wantedTests';
import { debugSession } from '../debugging/debugSession';
import { Failure } from '../failure';
import type { Isolation } from '../sandbox/sandboxProcess';
import { readPythonFile } from '../syntax/pythonFile';
import { SyntaxService } from '../syntax/syntaxService';
import { colorsFor } from './colors';
import { describeDebugging, progressText } from './debugText';
import { positiveNumber } from './positiveNumber';
import type { ExitCode, Terminal } from './program';

interface DebugOptions {
  readonly test?: string;
  readonly asserts?: string;
  readonly call?: string;
  readonly expect?: string;
  readonly candidates: number;
  readonly reference?: string;
  readonly isolation: Isolation;
  readonly cwd?: string;
  readonly interpreter?: string;
  readonly limitMs: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function debugCommand(assets: string, terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('debug')
    .description('Find the block to blame for failing tests, and a change that makes them pass.')
    .argument('[file]', 'a Python file; without it, with --test, the one that the failing tests point at')
    .option(
      '--test <id>',
      'a test of pytest that fails: tests/test_a.py::test_b; the others of its file have to stay',
    )
    .option('--asserts <file>', 'a file of plain assert lines, each one a test')
    .option('--call <expr>', 'a call that is the test, e.g. "f(3)"')
    .option('--expect <expr>', 'what the call has to return')
    .option(
      '--reference <file or revision>',
      'a program that behaves as expected; without it the last revision in Git that passes',
    )
    .option('--candidates <n>', 'changed programs tried at most', positiveNumber, 3000)
    .addOption(
      new Option(
        '--isolation <level>',
        'how changed programs are confined; "limited" stops accidents, not attacks',
      )
        .choices(['isolated', 'limited'])
        .default('isolated'),
    )
    .option('--cwd <folder>', 'folder in which modules are looked for, besides that of the file')
    .option('--interpreter <path>', 'the Python that runs the program')
    .addOption(new Option('--no-model', 'no model is used yet').hideHelp())
    .option('--limit-ms <n>', 'time for one test, in milliseconds', positiveNumber, 5000)
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .action(async (file: string | undefined, options: DebugOptions) => {
      finish(await run(file, options, assets, terminal));
    });
}

async function run(
  name: string | undefined,
  options: DebugOptions,
  assets: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const tests = await wantedTests(options, terminal.cwd);
  const { interpreter, limitMs, isolation, candidates, reference } = options;
  const isSilent = options.quiet === true || options.json === true;
  const answer = await debugSession(
    {
      ...(name !== undefined && { file: path.resolve(terminal.cwd, name) }),
      texts: {},
      tests,
      cwd: path.resolve(terminal.cwd, options.cwd ?? '.'),
      limitMs,
      isolation,
      candidates,
      ...(reference !== undefined && { reference: await referenceName(reference, terminal.cwd) }),
      ...(interpreter !== undefined && { interpreter }),
    },
    {
      assets,
      syntax: new SyntaxService(assets),
      environment: terminal.environment,
      signal: terminal.signal,
      onProgress: (progress) => {
        if (!isSilent) terminal.stderr.write(progressText(progress));
      },
    },
  );
  const file = name ?? path.relative(terminal.cwd, answer.file);
  const { text, fixedText, ...report } = answer;
  if (options.json === true) {
    const document = { ...report, file, ...(fixedText !== undefined && { fixedSource: fixedText }) };
    terminal.stdout.write(`${JSON.stringify(document)}\n`);
  } else if (options.quiet !== true) {
    const colors = colorsFor(terminal.stdout, terminal.environment);
    terminal.stdout.write(`${describeDebugging({ ...report, file }, text, colors).join('\n')}\n`);
  }
  return report.failing.length > 0 ? 1 : 0;
}

/** A file of that name comes before a revision. */
async function referenceName(name: string, cwd: string): Promise<string> {
  const file = path.resolve(cwd, name);
  return access(file).then(
    () => file,
    () => name,
  );
}

async function wantedTests({ test, asserts, call, expect }: DebugOptions, cwd: string): Promise<WantedTests> {
  const named = [test, asserts, call].filter((item) => item !== undefined).length;
  if (named > 1) {
    throw new Failure(
      'usage',
      'More than one thing has to hold.',
      'Give one of --test, --asserts and --call.',
    );
  }
  if (test !== undefined) return { test };
  if (asserts !== undefined) return { asserts: await readPythonFile(path.resolve(cwd, asserts)) };
  if (call !== undefined && expect !== undefined) return { call, expect };
  const reason =
    call === undefined ? 'What has to hold is not said.' : 'What the call has to return is not said.';
  throw new Failure('usage', reason, 'Give --test ID, --asserts FILE, or --call EXPR with --expect EXPR.');
}
