// Tracing as a feature: from what was asked for to a recording. The command line and the engine both come in here.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { Focus } from '../../core/trace/focus';
import { readRecording } from '../../core/trace/reading';
import { Recording } from '../../core/trace/recording';
import { Failure } from '../failure';
import { findNode } from '../javascript/node';
import { findPython, type PythonInterpreter } from '../python/interpreter';
import type { UnsavedText } from '../../protocol/engine';
import type { SyntaxService } from '../syntax/syntaxService';
import { loadRecording, UnwrittenRecording } from './recordingFile';
import { functionsOf, nearest } from './nearestNames';
import type { BlockSource } from './programListener';
import { recordJavaScript } from './recordJavaScript';
import { recordPython, type PythonRun } from './recordPython';
import { traceTarget, type RequestedTest } from './traceTarget';
import { unknownTest } from './unknownTest';
import { UnsavedTexts } from './unsavedTexts';

export interface TraceRequest {
  /** Where a test names its own file, this may be missing. */
  readonly file?: string;
  /** Of a file whose name does not say it. */
  readonly language?: 'python';
  readonly call?: string;
  readonly test?: RequestedTest;
  /** Run as `python -m` does. */
  readonly module?: string;
  readonly entry?: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly interpreter?: string;
  readonly granularity: 'block' | 'line';
  readonly steps: 'all' | 'sampled' | 'none';
  /** Where all values are kept, whatever `steps` says; for Python programs. */
  readonly focus?: Focus;
  /** Run instead of what is on disk. */
  readonly unsaved?: readonly UnsavedText[];
  /** Infinity: it runs until it ends or is stopped. */
  readonly limitMs: number;
  /** Size of the recording at which recording ends. */
  readonly limitBytes?: number;
  /** False: secrets are recorded as they are. */
  readonly redacts?: boolean;
  /** Characters of text for one value. */
  readonly valueBudget: number;
  readonly stdin: 'inherit' | 'ignore';
  /** Where the recording is kept; without it, it is gone when the caller is done. It fails where this cannot be written. */
  readonly out?: string;
  /** As `out`, but what cannot be written there is noted in the recording. */
  readonly scratch?: string;
}

/** What runs a program. */
export type Interpreter = Pick<PythonInterpreter, 'executable' | 'description' | 'origin'>;

export interface TraceTools {
  readonly assets: string;
  readonly syntax: SyntaxService;
  /** Folder for the instrumented code of Python modules; without it, none is kept. */
  readonly codeCache?: string;
  /** Gives up: the program is ended at once and there is no recording. */
  readonly signal?: AbortSignal;
  readonly onInterpreter?: (interpreter: Interpreter) => void;
  /** Ends the program as Ctrl+C does, and keeps what was recorded. */
  readonly stop?: AbortSignal;
  readonly onOutput?: (stream: 'stdout' | 'stderr', bytes: Buffer) => void;
}

type Run = Omit<PythonRun, 'interpreter'> & Pick<TraceRequest, 'interpreter' | 'language'>;
type Recorder = (run: Run, tools: TraceTools & { readonly out: string }) => Promise<void>;

/** How programs of each language are recorded. */
const recorders: Readonly<Record<'python' | 'javascript', Recorder>> = {
  async python(run, tools) {
    const interpreter = await findPython({
      ...(run.interpreter !== undefined && { explicit: run.interpreter }),
      folder: run.cwd,
      start: path.dirname(run.file),
      environment: run.environment,
    });
    tools.onInterpreter?.(interpreter);
    const blocks: BlockSource = (name, bytes) =>
      tools.syntax.model(name, bytes, run.granularity, name === run.file ? run.language : undefined);
    const report = await recordPython({ ...run, interpreter }, { ...tools, blocks });
    if (run.test === undefined || report.unknownTest === undefined) return;
    throw await unknownTest(run.test, report.unknownTest.known, {
      ...run,
      interpreter,
      syntax: tools.syntax,
    });
  },
  async javascript(run, tools) {
    if (run.focus !== undefined) {
      const reason = `All values of one place can be kept of Python programs only, and ${run.file} is none.`;
      throw new Failure('usage', reason, 'Keep those of all places, with --steps all.');
    }
    const interpreter = await findNode(run.interpreter, run.environment);
    tools.onInterpreter?.(interpreter);
    await recordJavaScript({ ...run, interpreter }, tools);
  },
};

/** @throws Failure when what was asked for cannot be done; a program that fails is no failure of this function. */
export async function trace(request: TraceRequest, tools: TraceTools): Promise<Recording> {
  const { file, test, module } = await traceTarget(request);
  // A module may be installed, or lie where only Python finds it.
  if (module === undefined) await checkFile(file, request.language);
  tools.syntax.warmUp(file, request.granularity, request.language);
  const named = request.out ?? request.scratch;
  const temporary =
    named === undefined ? await mkdtemp(path.join(tmpdir(), 'witness-recording-')) : undefined;
  const out = named ?? path.join(temporary ?? '', 'recording');
  try {
    const run = {
      ...request,
      file,
      roots: roots(file, request.cwd),
      unsaved: await UnsavedTexts.of(request.unsaved ?? []),
      ...(test !== undefined && { test }),
    };
    const language = request.language ?? languageOfPath(file);
    const unwritten = await recorders[language === 'python' ? 'python' : 'javascript'](run, { ...tools, out })
      .then(() => undefined)
      .catch((error: unknown) => {
        if (error instanceof UnwrittenRecording && request.out === undefined) return error;
        throw error;
      });
    const recording = unwritten === undefined ? await loadRecording(out) : await whatIsLeft(out, unwritten);
    await checkItRan(recording, { ...request, file }, tools.syntax);
    return recording;
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

/** What got onto the disk; where that cannot be read, what was run and how it ended. */
async function whatIsLeft(out: string, unwritten: UnwrittenRecording): Promise<Recording> {
  const { parts } = await loadRecording(out).catch(() => readRecording(unwritten.essentials));
  return new Recording({ ...parts, notes: [...parts.notes, unwritten.message] });
}

const recordable: ReadonlySet<string> = new Set(['python', 'javascript', 'typescript', 'typescriptreact']);

async function checkFile(file: string, language = languageOfPath(file)): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new Failure('usage', `There is no file ${file}.`);
  if (!found.isFile()) throw new Failure('usage', `${file} is not a file.`);
  if (language === undefined || !recordable.has(language)) {
    const reason = `${file} cannot be recorded: Witness records Python, JavaScript and TypeScript programs.`;
    throw new Failure('usage', reason, 'If it is one under another name, say so with --language python.');
  }
}

/** Modules below the working folder are recorded, and those beside the file. */
function roots(file: string, cwd: string): string[] {
  const folder = path.dirname(file);
  const inside = path.relative(cwd, folder);
  return inside.startsWith('..') || path.isAbsolute(inside) ? [folder] : [cwd];
}

/** A file that does not compile and a call of something that is not there are faults of the request. */
async function checkItRan(
  recording: Recording,
  request: TraceRequest & { file: string },
  syntax: SyntaxService,
): Promise<void> {
  const { outcome } = recording.parts;
  if (outcome.kind !== 'raised' || (recording.stepCount > 0 && outcome.path !== undefined)) return;
  const { type, message, line } = outcome.exception;
  if (isSyntaxError(type) && outcome.path !== undefined && recording.stepCount === 0) {
    throw new Failure(
      'usage',
      `${outcome.path}:${line ?? 1}: ${message}`,
      'Python cannot run the file until this is mended.',
    );
  }
  if (outcome.path !== undefined || request.call === undefined) return;
  const reason = `The call ${request.call} could not be made: ${type}: ${message}`;
  const unknown = /^name '(\w+)' is not defined/.exec(message)?.[1];
  if (unknown === undefined) throw new Failure('usage', reason);
  const near = nearest(unknown, await callableNames(request.file, syntax));
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : 'The file defines no function of a similar name.';
  throw new Failure('usage', reason, hint);
}

function isSyntaxError(type: string): boolean {
  return type === 'SyntaxError' || type === 'IndentationError' || type === 'TabError';
}

async function callableNames(file: string, syntax: SyntaxService): Promise<string[]> {
  return (await functionsOf(file, syntax)).filter((item) => item.parent === 0).map((item) => item.name);
}
