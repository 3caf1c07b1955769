// Records one run of a Python program.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { chunkKinds } from '../../core/trace/fileFormat';
import type { Focus } from '../../core/trace/focus';
import type { RunDescription } from '../../core/trace/model';
import { Redaction, secretRules, secretValues } from '../../core/trace/secrets';
import type { RunOrder } from '../../protocol/runtime';
import { removeOldest } from '../platform/boundedFolder';
import { ownGroup } from '../platform/processes';
import type { PythonInterpreter } from '../python/interpreter';
import { RecordingListener, type BlockSource } from './programListener';
import { RecordingWriter } from './recordingFile';
import { StartedProcesses } from './startedProcesses';
import { RunningProgram } from './runningProgram';
import { RuntimeServer } from './runtimeServer';
import { UnsavedTexts } from './unsavedTexts';

/** How many files of instrumented code are kept, and bytes of them. */
const mostCode = { files: 4000, bytes: 256 * 1024 * 1024 };

export interface PythonRun {
  /** Absolute. */
  readonly file: string;
  /** An expression evaluated in the module; without it the file runs as a script. */
  readonly call?: string;
  readonly test?: RunOrder['test'];
  readonly module?: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly interpreter: PythonInterpreter;
  /** Folders whose modules are recorded. */
  readonly roots: readonly string[];
  readonly granularity: 'block' | 'line';
  readonly steps: 'all' | 'sampled' | 'none';
  /** Where all values are kept, whatever `steps` says. */
  readonly focus?: Focus;
  /** Run instead of what is on disk. */
  readonly unsaved?: UnsavedTexts;
  readonly valueBudget: number;
  readonly limitMs: number;
  readonly limitBytes?: number;
  /** False: secrets are recorded as they are. */
  readonly redacts?: boolean;
  readonly stdin: 'inherit' | 'ignore';
}

export interface RecordingTools {
  /** Folder that holds runtime/ and wasm/. */
  readonly assets: string;
  readonly blocks: BlockSource;
  /** Folder for instrumented code, which later runs then find made; without it, none is kept. */
  readonly codeCache?: string;
  /** Where the recording is written. */
  readonly out: string;
  readonly signal?: AbortSignal;
  readonly stop?: AbortSignal;
  readonly onOutput?: (stream: 'stdout' | 'stderr', bytes: Buffer) => void;
}

/** What a run tells beside its recording. */
export interface RunReport {
  /** The runner does not know the test; it may know these. */
  readonly unknownTest?: { readonly known: readonly string[] };
}

/**
 * Runs the program and writes its recording to `tools.out`, whatever way it ends.
 * @throws Failure when it could not be started, was cancelled, or the recording could not be written.
 */
export async function recordPython(run: PythonRun, tools: RecordingTools): Promise<RunReport> {
  const redaction = run.redacts === false ? undefined : new Redaction(secretValues(run.environment));
  const writer = await RecordingWriter.create(tools.out, run.limitBytes, redaction);
  writer.writeJson(chunkKinds.run, description(run));
  const { unsaved = UnsavedTexts.none } = run;
  const listener = new RecordingListener(writer, tools.blocks, run.focus, unsaved.read);
  const processes = new StartedProcesses(writer, tools.blocks, run.focus, unsaved.read);
  const server = await RuntimeServer.open(listener, (started, pid) => processes.listener(started, pid));
  server.behind = () => writer.behind();
  writer.onFull = () => {
    server.requestSilence();
  };
  try {
    const child = start(run, tools, server, await unsaved.copies());
    const program = new RunningProgram(child, tools, server, listener);
    if (tools.codeCache !== undefined) void removeOldest(tools.codeCache, mostCode);
    const outcome = await program.ended(run.limitMs);
    program.writeOutput(writer);
    writer.writeJson(chunkKinds.outcome, outcome);
    if (tools.stop?.aborted === true) writer.writeJson(chunkKinds.note, { text: 'The run was stopped.' });
    const { unknownTest } = listener;
    return unknownTest === undefined ? {} : { unknownTest };
  } finally {
    await server.dispose();
    await writer.close();
    await unsaved.dispose();
  }
}

function description(run: PythonRun): RunDescription {
  const { file, call, test, module, cwd, granularity, steps } = run;
  return {
    file,
    language: 'python',
    ...(call !== undefined && { call }),
    ...(test !== undefined && { test: test.id }),
    ...(module !== undefined && { module }),
    arguments: run.arguments,
    cwd,
    granularity,
    steps,
    interpreter: run.interpreter.description,
    executable: run.interpreter.executable,
    startedAt: new Date().toISOString(),
  };
}

function start(
  run: PythonRun,
  tools: RecordingTools,
  server: RuntimeServer,
  unsaved: Readonly<Record<string, string>>,
): ChildProcess {
  const order: RunOrder = {
    address: server.address,
    token: server.token,
    file: run.file,
    ...(run.call !== undefined && { call: run.call }),
    ...(run.test !== undefined && { test: run.test }),
    ...(run.module !== undefined && { module: run.module }),
    arguments: run.arguments,
    roots: run.roots,
    ...(Object.keys(unsaved).length > 0 && { unsaved }),
    steps: run.steps,
    valueBudget: run.valueBudget,
    ...(tools.codeCache !== undefined && { codeCache: tools.codeCache }),
    ...(run.redacts !== false && {
      redaction: { rules: secretRules, values: secretValues(run.environment) },
    }),
  };
  const launcher = path.join(tools.assets, 'runtime', 'python', 'witness_launch.py');
  return spawn(run.interpreter.executable, [launcher], {
    cwd: run.cwd,
    env: { ...run.environment, WITNESS_RUN: JSON.stringify(order) },
    stdio: [run.stdin, 'pipe', 'pipe'],
    ...ownGroup(),
  });
}
