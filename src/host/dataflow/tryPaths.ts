// Paths within Python files are run in part, with the solver's input: what arrives at the sink there is witnessed.
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RunSummary } from '../../core/fragment/fragmentReport';
import { fragmentReport } from '../../core/fragment/fragmentReport';
import type { FlowFinding } from '../../core/dataflow/model';
import type { Evidence } from '../../core/evidence';
import type { ReportedFinding } from '../../core/dataflow/report';
import { arrivalName, trialOf, type Trial, type TrialWords } from '../../core/dataflow/trial';
import { runFragment } from '../fragment/partialRun';
import { findPython } from '../python/interpreter';
import type { Isolation } from '../sandbox/sandboxProcess';
import { startPythonSandbox } from '../sandbox/pythonSandbox';
import type { SandboxPool } from '../sandbox/sandboxPool';
import { decodePython } from '../syntax/sourceText';
import type { SyntaxService } from '../syntax/syntaxService';

export interface TryingOptions {
  readonly assets: string;
  readonly syntax: SyntaxService;
  /** Folder that the files of findings are relative to, and in which modules are looked for. */
  readonly cwd: string;
  /** Path of the Python that runs the code; the one of the folder when left out. */
  readonly interpreter?: string | undefined;
  readonly isolation: Isolation;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export interface TryingTools extends TryingOptions {
  readonly pool: SandboxPool;
  readonly level: string;
}

/** Of one run, in milliseconds. */
export const limitMs = 5_000;
/** Of one path: each may decide otherwise on what was invented. */
export const mostRuns = 6;
const mostTold = 6;
/** What a sink raises that fails of zero or `None`. */
export const sinkErrors = /^(?:ZeroDivision|Attribute|Type)Error\b/;

/**
 * The findings as runs in the sandbox show them. Nothing is started where none of them is within Python.
 * @throws Failure where there is no Python, or no sandbox.
 */
export async function tryPaths(
  findings: readonly ReportedFinding[],
  options: TryingOptions,
): Promise<ReportedFinding[]> {
  if (!findings.some(isPython)) return [...findings];
  return withSandbox(findings.filter(isPython), options, (tools) =>
    Promise.all(findings.map((each) => tried(each, tools))),
  );
}

/**
 * Runs something with a sandbox for these findings.
 * @throws Failure where there is no Python, or no sandbox.
 */
export async function withSandbox<T>(
  findings: readonly FlowFinding[],
  options: TryingOptions,
  use: (tools: TryingTools) => Promise<T>,
): Promise<T> {
  const { cwd, environment, interpreter, isolation, assets } = options;
  const python = await findPython({
    folder: cwd,
    environment,
    ...(interpreter !== undefined && { explicit: interpreter }),
  });
  const files = findings.map(({ source }) => path.resolve(cwd, source.file));
  const preload = ['witness_fragment.running', 'witness_fragment.checking'];
  const size = Math.min(findings.length, os.availableParallelism());
  const settings = { level: isolation, assets, cwd, files, preload, size };
  const { pool, level } = await startPythonSandbox(python, settings);
  try {
    return await use({ ...options, pool, level });
  } finally {
    await pool.dispose();
  }
}

function isPython({ source, entry }: FlowFinding): boolean {
  return source.file.endsWith('.py') && entry.file === source.file;
}

/** The finding as a run shows it; unchanged where the path cannot be tried, or the run did not take it. */
async function tried(finding: ReportedFinding, tools: TryingTools): Promise<ReportedFinding> {
  const trial = await trialFor(finding, tools);
  if (trial === undefined) return finding;
  const fragment = { source: trial.source, file: finding.source.file, given: trial.given, notes: true };
  const runs = await runFragment(fragment, tools.pool, { runs: mostRuns, limitMs, signal: tools.signal });
  const run = runs.find((each) => isNatural(each) && shows(each, trial, finding));
  return run === undefined
    ? finding
    : {
        ...finding,
        level: 'witnessed',
        evidence: [...finding.evidence, evidenceOf(run, trial, finding, tools.level)],
      };
}

/** A path as a program to be tried; undefined where it cannot be. */
export async function trialFor(
  finding: ReportedFinding,
  { syntax, cwd }: TryingOptions,
  words?: TrialWords,
): Promise<Trial | undefined> {
  const { source, entry, id } = finding;
  if (!isPython(finding)) return undefined;
  const bytes = await readFile(path.resolve(cwd, source.file)).catch(() => undefined);
  const text = bytes && decodePython(bytes)?.replace(/\r\n?/g, '\n');
  const model =
    text === undefined ? undefined : await syntax.model(source.file, Buffer.from(text), 'line', 'python');
  if (text === undefined || model === undefined) return undefined;
  const fn = model.functions.find(({ path }) => path === entry.function);
  const isModule = entry.function === '<module>';
  if (fn === undefined && !isModule) return undefined;
  const mark = `witness-${id.slice(0, 8)}`;
  return trialOf(finding, { text, mark, entry: isModule ? undefined : fn }, words);
}

/** Nothing was left out, raised, invented in place of a failure, or decided against the program's own values. */
export function isNatural({ plan, result }: RunSummary): boolean {
  const decided = Object.keys(plan.decisions).every((site) => {
    return (result?.sites[Number(site)]?.decidedBy.length ?? 0) > 0;
  });
  return decided && plan.lenient !== true && plan.holes.length === 0 && Object.keys(plan.raises).length === 0;
}

function shows({ result }: RunSummary, { isMarked }: Trial, { sink }: FlowFinding): boolean {
  if (result === undefined) return false;
  if (isMarked) {
    return Object.values(result.notes).some((names) => names[arrivalName]?.[1] === 'True');
  }
  return result.errors.some(
    ({ line, type, explicit, limit }) =>
      line === sink.line + 1 && !explicit && !limit && sinkErrors.test(type),
  );
}

function evidenceOf(run: RunSummary, trial: Trial, { source, sink }: FlowFinding, level: string): Evidence {
  // What stands for the source is made of functions without a name.
  const invented = fragmentReport([run]).predicted.flatMap(({ path }) =>
    path.startsWith('<') ? [] : [path],
  );
  const what = trial.isMarked ? 'was part of what reached' : 'made it fail at';
  const others = invented.length === 0 ? '' : `; invented: ${invented.slice(0, mostTold).join(', ')}`;
  const note = `${trial.value} in place of line ${source.line + 1}'s source ${what} the sink on line ${sink.line + 1}${others}`;
  return { kind: 'run', ref: level, note };
}
