// witness debug: finds the block to blame for failing tests, and a change that makes them pass.
import { Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { debugProgram } from '../debugging/debugProgram';
import { programPlace } from '../debugging/programPlace';
import { ProgramTester } from '../debugging/programTester';
import { requestedTests, type WantedTests } from '../debugging/requestedTests';
import { Failure } from '../failure';
import { importFolders } from '../fragment/importFolders';
import { findPython } from '../python/interpreter';
import type { Isolation } from '../sandbox/sandboxProcess';
import { SandboxPool } from '../sandbox/sandboxPool';
import { decodePython } from '../syntax/sourceText';
import { SyntaxService } from '../syntax/syntaxService';
import { colorsFor } from './colors';
import { describeDebugging } from './debugText';
import { positiveNumber } from './positiveNumber';
import type { ExitCode, Terminal } from './program';

interface DebugOptions {
  readonly test?: string;
  readonly asserts?: string;
  readonly call?: string;
  readonly expect?: string;
  readonly candidates: number;
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
    .argument('<file>', 'a Python file')
    .option(
      '--test <id>',
      'a test of pytest that fails: tests/test_a.py::test_b; the others of its file have to stay',
    )
    .option('--asserts <file>', 'a file of plain assert lines, each one a test')
    .option('--call <expr>', 'a call that is the test, e.g. "f(3)"')
    .option('--expect <expr>', 'what the call has to return')
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
    .action(async (file: string, options: DebugOptions) => {
      finish(await run(file, options, assets, terminal));
    });
}

async function run(
  name: string,
  options: DebugOptions,
  assets: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const file = path.resolve(terminal.cwd, name);
  const source = await readPython(file);
  const wanted = await wantedTests(options, terminal.cwd);
  const cwd = path.resolve(terminal.cwd, options.cwd ?? '.');
  const { interpreter, limitMs } = options;
  const python = await findPython({
    folder: cwd,
    environment: terminal.environment,
    ...(interpreter !== undefined && { explicit: interpreter }),
  });
  const folders = [...new Set([cwd, path.dirname(file)])];
  const pool = new SandboxPool(
    {
      level: options.isolation,
      interpreter: python.executable,
      assets,
      visible: folders,
      path: [...folders, ...(await importFolders(python.executable))],
      preload: ['witness_debugging.trying', 'witness_debugging.inputs'],
    },
    os.availableParallelism(),
  );
  try {
    const { level } = await pool.probe();
    const place = await programPlace(file, cwd);
    const tester = new ProgramTester(pool, { place, limitMs, isolation: level, signal: terminal.signal });
    const tests = await requestedTests(wanted, tester);
    const report = await debugProgram(
      { file, source, tests, candidates: options.candidates },
      {
        tester,
        syntax: new SyntaxService(assets),
        isolation: level,
        onProgress: (what) => {
          if (options.quiet !== true && options.json !== true) terminal.stderr.write(`${what} …\n`);
        },
      },
    );
    if (options.json === true) terminal.stdout.write(`${JSON.stringify({ ...report, file: name })}\n`);
    else if (options.quiet !== true) {
      const colors = colorsFor(terminal.stdout, terminal.environment);
      terminal.stdout.write(`${describeDebugging({ ...report, file: name }, source, colors).join('\n')}\n`);
    }
    return report.failing.length > 0 ? 1 : 0;
  } finally {
    await pool.dispose();
  }
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
  if (asserts !== undefined) return { asserts: await readPython(path.resolve(cwd, asserts)) };
  if (call !== undefined && expect !== undefined) return { call, expect };
  const reason =
    call === undefined ? 'What has to hold is not said.' : 'What the call has to return is not said.';
  throw new Failure('usage', reason, 'Give --test ID, --asserts FILE, or --call EXPR with --expect EXPR.');
}

async function readPython(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Failure('usage', `The file cannot be read: ${String(error)}`);
  });
  const text = decodePython(bytes)?.replace(/\r\n?/g, '\n');
  if (text === undefined) throw new Failure('usage', `${file} is not in the encoding that it names.`);
  return text;
}
