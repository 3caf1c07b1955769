// witness debug: finds the block to blame for failing tests, and a change that makes them pass.
import { Command, Option } from 'commander';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { influencedOnly, influenceNamed } from '../../core/debugging/influences';
import type { WantedTests } from '../../core/debugging/wantedTests';
import type { LanguageModel } from '../../core/model/languageModel';
import type { DebugAnswer } from '../../protocol/debugging';
import { debugSession } from '../debugging/debugSession';
import type { AdvisorSettings } from '../debugging/modelAdvisor';
import { Failure } from '../failure';
import type { Isolation } from '../sandbox/sandboxProcess';
import { readSourceFile } from '../syntax/sourceFile';
import { SyntaxService } from '../syntax/syntaxService';
import { colorsFor } from './colors';
import { describeDebugging, progressText } from './debugText';
import { expectedStates } from './expectedStates';
import { modelOf, tellCost, withModelOptions, type ModelOptions } from './modelOptions';
import { positiveNumber } from './positiveNumber';
import type { ExitCode, Terminal } from './program';

interface DebugOptions extends ModelOptions {
  readonly test?: string;
  readonly asserts?: string;
  readonly call?: string;
  readonly expect?: string;
  readonly describe?: string;
  readonly candidates: number;
  readonly reference?: string;
  readonly passing?: string;
  readonly expectAt: readonly string[];
  readonly influenced?: string;
  readonly rounds: number;
  readonly task?: string;
  readonly isolation: Isolation;
  readonly cwd?: string;
  readonly interpreter?: string;
  readonly limitMs: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function debugCommand(assets: string, terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return withModelOptions(new Command('debug'))
    .description('Find the block to blame for failing tests, and a change that makes them pass.')
    .argument(
      '[file]',
      'a file in Python, JavaScript or TypeScript; without it, with --test, the one that the failing tests point at',
    )
    .option(
      '--test <id>',
      'a test that fails, as its runner calls it: tests/test_a.py::test_b, test/a.test.mjs::adds > small; the others of its file have to stay',
    )
    .option('--asserts <file>', 'a file of plain assert lines, each one a test')
    .option('--call <expr>', 'a call that is the test, e.g. "f(3)"')
    .option('--expect <expr>', 'what the call has to return')
    .option('--describe <words>', 'what the program is to do, from which a model writes the tests')
    .option(
      '--reference <file or revision>',
      'a program that behaves as expected; without it the last revision in Git that passes',
    )
    .option(
      '--passing <recording>',
      'a recording of the failing test from when it passed, by its file or its name: what its blocks did is right',
    )
    .option(
      '--expect-at <place>',
      'what is right: "FILE:LINE name=literal [@occurrence]", after the line, with "before" in front of the name before it; "return" is what a block gives; may be repeated',
      (text: string, earlier: readonly string[]) => [...earlier, text],
      [],
    )
    .option(
      '--influenced <name>',
      'list only blocks that influenced what a variable held last in the failing test: high, or search.high; "return" is what the test gets',
    )
    .option('--candidates <n>', 'changed programs tried at most', positiveNumber, 3000)
    .option('--task <file>', 'what the program is to do, in words, for a model')
    .option('--rounds <n>', 'times at most that a model judges and mends', positiveNumber, 4)
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
  const expected = await expectedStates(options, name, terminal);
  const opened = await modelOf(options, assets, terminal);
  const advice = opened.isThere ? await adviceOf(opened.model, options, terminal.cwd) : undefined;
  const isSilent = options.quiet === true || options.json === true;
  const answer = await debugSession(
    {
      ...expected,
      texts: {},
      tests,
      cwd: path.resolve(terminal.cwd, options.cwd ?? '.'),
      limitMs,
      isolation,
      ...(reference !== undefined && { reference: await referenceName(reference, terminal.cwd) }),
      candidates: options.preview === true ? 0 : candidates,
      ...(interpreter !== undefined && { interpreter }),
    },
    {
      assets,
      syntax: new SyntaxService(assets),
      environment: terminal.environment,
      signal: terminal.signal,
      ...(advice !== undefined && { advice }),
      onProgress: (progress) => {
        if (!isSilent) terminal.stderr.write(progressText(progress));
      },
    },
  ).catch((error: unknown) => {
    // Where the tests were to come from a model, nothing can follow what is only shown.
    if (options.preview === true && 'described' in tests) return undefined;
    throw error;
  });
  if (options.preview === true || answer === undefined) return 0;
  tellCost(opened, options, terminal);
  const { input, output } = opened.ledger.totals;
  const file = name ?? path.relative(terminal.cwd, answer.file);
  show({ ...chosenSuspects(answer, options), file, tokens: { input, output } }, options, terminal);
  return answer.failing.length > 0 ? 1 : 0;
}

/** @throws Failure where nothing is known of what is to be influenced */
function chosenSuspects(answer: DebugAnswer, { influenced }: DebugOptions): DebugAnswer {
  if (influenced === undefined || answer.failing.length === 0) return answer;
  const found = influenceNamed(influenced, answer.influences);
  if ('problem' in found) throw new Failure('usage', found.problem, 'Leave out --influenced to see all.');
  return influencedOnly(answer, found);
}

function show(
  { text, fixedText, ...report }: DebugAnswer,
  { json, quiet }: DebugOptions,
  { stdout, environment }: Terminal,
): void {
  if (json === true) {
    const document = { ...report, ...(fixedText !== undefined && { fixedSource: fixedText }) };
    stdout.write(`${JSON.stringify(document)}\n`);
  } else if (quiet !== true) {
    stdout.write(`${describeDebugging(report, text, colorsFor(stdout, environment)).join('\n')}\n`);
  }
}

/** A file of that name comes before a revision. */
async function referenceName(name: string, cwd: string): Promise<string> {
  const file = path.resolve(cwd, name);
  return access(file).then(
    () => file,
    () => name,
  );
}

async function adviceOf(model: LanguageModel, options: DebugOptions, cwd: string): Promise<AdvisorSettings> {
  const { rounds, task, describe } = options;
  if (task === undefined) return { model, rounds, ...(describe !== undefined && { task: describe }) };
  const text = await readFile(path.resolve(cwd, task), 'utf8').catch((error: unknown) => {
    throw new Failure('usage', `The task cannot be read: ${String(error)}`);
  });
  return { model, rounds, task: text };
}

async function wantedTests(
  { test, asserts, call, expect, describe }: DebugOptions,
  cwd: string,
): Promise<WantedTests> {
  const named = [test, asserts, call, describe].filter((item) => item !== undefined).length;
  if (named > 1) {
    throw new Failure(
      'usage',
      'More than one thing has to hold.',
      'Give one of --test, --asserts, --call and --describe.',
    );
  }
  if (test !== undefined) return { test };
  if (describe !== undefined) return { described: describe };
  if (asserts !== undefined) return { asserts: await readSourceFile(path.resolve(cwd, asserts)) };
  if (call !== undefined && expect !== undefined) return { call, expect };
  const reason =
    call === undefined ? 'What has to hold is not said.' : 'What the call has to return is not said.';
  throw new Failure(
    'usage',
    reason,
    'Give --test ID, --asserts FILE, --call EXPR with --expect EXPR, or --describe WORDS with a model.',
  );
}
