// witness flow: whether values of sources reach sinks.
import { Command, Option } from 'commander';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { sarifLog } from '../../core/dataflow/sarif';
import { placeOf } from '../../core/dataflow/rules/problem';
import { Failure } from '../failure';
import { FlowService, type FlowProgress, type FlowReport } from '../dataflow/flowService';
import { tryPaths } from '../dataflow/tryPaths';
import type { Isolation } from '../sandbox/sandboxProcess';
import { Z3Solver } from '../solver/z3Solver';
import { SyntaxService } from '../syntax/syntaxService';
import { colorsFor } from './colors';
import { flowDocument } from './flowDocument';
import { flowLines } from './flowText';
import { modelOf, tellCost, withModelOptions, type ModelOptions } from './modelOptions';
import { positiveNumber } from './positiveNumber';
import type { ExitCode, Terminal } from './program';

interface FlowCommandOptions extends ModelOptions {
  readonly questions: number;
  readonly rules?: string;
  readonly all?: boolean;
  readonly suppressed?: boolean;
  readonly sarif?: string;
  readonly try?: boolean;
  readonly isolation: Isolation;
  readonly interpreter?: string;
  readonly cwd?: string;
  readonly json?: boolean;
}

/** @param version Of Witness, for SARIF. */
export function flowCommand(
  { assets, version }: { readonly assets: string; readonly version: string },
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): Command {
  return withModelOptions(new Command('flow'))
    .description('Find paths on which untrusted or dangerous values reach places where they do harm.')
    .argument('<paths...>', 'files and folders: Java, Python, JavaScript, TypeScript')
    .option('--rules <list>', 'only these rules: ids, or files of rule documents, separated by commas')
    .option('--all', 'tell paths that cannot happen as well, with the conditions that contradict each other')
    .option('--suppressed', 'list suppressed findings as well, with the reasons')
    .option('--sarif <file>', 'write the findings as SARIF 2.1.0 too')
    .option('--try', 'run paths within Python files in the sandbox, in part, to see what arrives at the sink')
    .addOption(
      new Option('--isolation <level>', 'how what is run is confined; "limited" stops accidents, not attacks')
        .choices(['isolated', 'limited'])
        .default('isolated'),
    )
    .option('--interpreter <path>', 'the Python that runs paths')
    .option('--cwd <folder>', 'folder that paths are relative to, and that holds .witness')
    .option('--questions <number>', 'questions to the model at most', positiveNumber, 12)
    .option('--json', 'print one JSON document instead of the text')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', examples)
    .action(async (paths: string[], options: FlowCommandOptions) => {
      finish(await run(paths, options, { assets, version }, terminal));
    });
}

const examples = `
Examples:
  witness flow src
  witness flow src --rules sql-injection,command-injection --sarif flow.sarif
  witness flow app.py --rules my.witness-rule.yaml --json
  witness flow src --model gpt-4o-mini   (asks about functions whose source is not here)`;

async function run(
  paths: readonly string[],
  options: FlowCommandOptions,
  { assets, version }: { readonly assets: string; readonly version: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const cwd = path.resolve(terminal.cwd, options.cwd ?? '.');
  const opened = await modelOf(options, assets, terminal);
  const solver = new Z3Solver(assets);
  const syntax = new SyntaxService(assets);
  // What a model says is followed by another analysis.
  const service = new FlowService({ assets, syntax, solver, keeps: opened.isThere });
  const progress = progressLine(terminal, options.quiet === true);
  const request = {
    paths,
    cwd,
    root: await rootOf(cwd),
    ...(options.rules !== undefined && { rules: listed(options.rules) }),
    includeInfeasible: options.all === true,
    ...(opened.isThere && { asking: { model: opened.model, most: options.questions } }),
  };
  const analysed = await terminal
    .endingAtOnce(() => service.run(request, { signal: terminal.signal, onProgress: progress.show }))
    .finally(() => {
      solver.dispose();
      progress.clear();
    });
  if (options.preview === true) return 0;
  tellCost(opened, options, terminal);
  const { environment, signal } = terminal;
  const { isolation, interpreter } = options;
  const trying = { assets, syntax, cwd, isolation, interpreter, environment, signal };
  const flow =
    options.try === true ? { ...analysed, findings: await tryPaths(analysed.findings, trying) } : analysed;
  tellProblems(flow, terminal);
  if (options.quiet !== true) tellAsked(flow, cwd, terminal);
  if (options.sarif !== undefined) {
    await writeSarif(path.resolve(terminal.cwd, options.sarif), flow, cwd, version);
  }
  if (options.json === true) {
    terminal.stdout.write(`${JSON.stringify(flowDocument(flow, options.suppressed === true))}\n`);
  } else if (options.quiet !== true) tell(flow, options, terminal);
  return flow.findings.some(isOpen) ? 1 : 0;
}

/** Not suppressed, and possible. */
function isOpen({ suppression, feasibility }: FlowReport['findings'][number]): boolean {
  return suppression === undefined && feasibility.result !== 'infeasible';
}

function tell(flow: FlowReport, options: FlowCommandOptions, { stdout, environment }: Terminal): void {
  const colors = colorsFor(stdout, environment);
  const width = Math.max(60, stdout.isTTY ? stdout.columns : 100);
  const lines = flowLines(flow, { colors, width, suppressed: options.suppressed === true });
  stdout.write(`${lines.join('\n')}\n`);
}

/** A rule that is broken costs itself, and says so. */
function tellProblems({ problems }: FlowReport, { stderr, environment }: Terminal): void {
  const colors = colorsFor(stderr, environment);
  for (const problem of problems) {
    stderr.write(
      `${colors.yellow('witness:')} ${placeOf(problem)}: ${problem.message}\n  ${problem.nextStep}\n`,
    );
  }
}

const mostUnanswered = 5;

/** What became of the questions to a model. */
function tellAsked({ asked }: FlowReport, cwd: string, { stderr }: Terminal): void {
  if (asked === undefined) return;
  const { unanswered, left, file } = asked;
  for (const { about, why } of unanswered.slice(0, mostUnanswered)) {
    stderr.write(`no answer about ${about.replaceAll('`', "'")}: ${why}\n`);
  }
  const more = unanswered.length - mostUnanswered;
  if (more > 0) stderr.write(`no answer to ${more} more questions\n`);
  if (left > 0) stderr.write(`${left} more questions were not asked (--questions)\n`);
  if (file !== undefined) {
    stderr.write(
      `what the model said is in ${path.relative(cwd, file)}: look at it, change it, take entries out\n`,
    );
  }
}

async function writeSarif(file: string, flow: FlowReport, cwd: string, version: string): Promise<void> {
  const uriOf = (shown: string): string => {
    const relative = path.relative(cwd, path.resolve(cwd, shown));
    const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
    if (!isInside) return pathToFileURL(path.resolve(cwd, shown)).href;
    return relative.split(path.sep).map(encodeURIComponent).join('/');
  };
  const log = sarifLog(flow.findings, { version, rules: flow.rules, uriOf, skipped: flow.skipped });
  await writeFile(file, `${JSON.stringify(log, undefined, 2)}\n`).catch((error: unknown) => {
    throw new Failure('usage', `The SARIF file cannot be written: ${String(error)}`, 'Give another file.');
  });
}

/** The nearest folder around the working one that has a `.witness`; else the working one. */
async function rootOf(cwd: string): Promise<string> {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const stats = await stat(path.join(folder, '.witness')).catch(() => undefined);
    if (stats?.isDirectory() === true) return folder;
    if (path.dirname(folder) === folder) return cwd;
  }
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** One line that is written over and over, on a terminal only. */
function progressLine(
  { stderr }: Terminal,
  isQuiet: boolean,
): { show: (progress: FlowProgress) => void; clear: () => void } {
  const shows = stderr.isTTY && !isQuiet;
  let last = 0;
  return {
    show: ({ phase, done, of }) => {
      const now = Date.now();
      if (!shows || now - last < 100) return;
      last = now;
      stderr.write(`\r\x1b[K${phase} ${done} of ${of}`);
    },
    clear: () => {
      if (shows && last > 0) stderr.write('\r\x1b[K');
    },
  };
}
