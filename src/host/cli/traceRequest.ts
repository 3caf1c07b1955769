// From the options of witness trace to what is to be recorded.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { Failure } from '../failure';
import { launchEntry, type LaunchEntry } from '../launch/launchFile';
import type { TraceRequest } from '../trace/tracing';
import type { Terminal } from './program';
import type { TraceOptions } from './traceOptions';

/** What stands on the command line beside the options. */
export interface Operands {
  readonly file?: string;
  readonly arguments: readonly string[];
}

export async function traceRequest(
  operands: Operands,
  options: TraceOptions,
  terminal: Terminal,
): Promise<TraceRequest> {
  const file = operands.file === undefined ? undefined : path.resolve(terminal.cwd, operands.file);
  const { call, test, module, launch } = options;
  checkOneThing({ call, test, module, launch });
  const launched = await launchedBy(options, file, terminal);
  return {
    ...whatToRun(options, launched === undefined ? file : launched.program, launched),
    ...interpreterOf(options.interpreter, launched, terminal.cwd),
    ...present({ language: options.language, entry: options.entry, focus: options.focus }),
    ...present({ out: options.out === undefined ? undefined : path.resolve(terminal.cwd, options.out) }),
    arguments: operands.arguments.length > 0 ? operands.arguments : (launched?.arguments ?? []),
    cwd:
      options.cwd === undefined ? (launched?.cwd ?? terminal.cwd) : path.resolve(terminal.cwd, options.cwd),
    environment: {
      ...terminal.environment,
      ...launched?.environment,
      ...(await environmentFrom(options.envFile, terminal.cwd)),
      ...options.env,
    },
    granularity: options.granularity,
    steps: options.steps,
    limitMs: options.untilStopped === true ? Infinity : options.limitMs,
    limitBytes: options.maxMb * 1_000_000,
    redacts: options.redact,
    valueBudget: options.maxText,
    stdin: 'inherit',
  };
}

function whatToRun(
  { call, test, runner, module }: TraceOptions,
  file: string | undefined,
  launched: LaunchEntry | undefined,
): Pick<TraceRequest, 'file' | 'call' | 'test' | 'module'> {
  return present({
    file,
    call,
    test: test === undefined ? undefined : { id: test, runner },
    module: module ?? launched?.module,
  });
}

/** Without the fields that have no value. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function checkOneThing(asked: Record<string, string | undefined>): void {
  const named = Object.keys(asked).filter((name) => asked[name] !== undefined);
  if (named.length < 2) return;
  const list = named.map((name) => `--${name}`).join(' and ');
  throw new Failure('usage', `${list} each say what is to run; only one of them can be given.`);
}

async function launchedBy(
  { launch, launchFile, cwd }: TraceOptions,
  file: string | undefined,
  terminal: Terminal,
): Promise<LaunchEntry | undefined> {
  if (launch === undefined) return undefined;
  return launchEntry({
    name: launch,
    ...(launchFile !== undefined && { launchFile }),
    ...(file !== undefined && { file }),
    cwd: path.resolve(terminal.cwd, cwd ?? '.'),
    environment: terminal.environment,
  });
}

/** A name is looked up on the PATH; a path is meant from here, not from where the program runs. */
function interpreterOf(
  named: string | undefined,
  launched: LaunchEntry | undefined,
  cwd: string,
): { interpreter?: string } {
  const [interpreter, from] =
    named === undefined ? [launched?.interpreter, launched?.cwd ?? cwd] : [named, cwd];
  if (interpreter === undefined) return {};
  return { interpreter: /[\\/]/.test(interpreter) ? path.resolve(from, interpreter) : interpreter };
}

async function environmentFrom(file: string | undefined, cwd: string): Promise<NodeJS.Dict<string>> {
  if (file === undefined) return {};
  const text = await readFile(path.resolve(cwd, file), 'utf8').catch((error: unknown) => {
    throw new Failure('usage', `The file of environment variables cannot be read: ${String(error)}`);
  });
  return parseEnv(text);
}
