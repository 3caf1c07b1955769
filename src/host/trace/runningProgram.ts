// A recorded program while it runs, and the ways in which it can end.
import type { ChildProcess } from 'node:child_process';
import { chunkKinds } from '../../core/trace/fileFormat';
import type { Outcome } from '../../core/trace/model';
import { Failure } from '../failure';
import { endTree, signalTree } from '../platform/processes';
import { OutputCapture } from './outputCapture';
import type { RecordingListener } from './programListener';
import type { RecordingWriter } from './recordingFile';
import type { RuntimeServer } from './runtimeServer';

/** How long a program that ran into its limit has to say where it stands. */
const farewellMs = 700;
/** How long output and lines of a program that has ended may take to arrive. */
const settlingMs = 1000;
/** How long a program has to end by itself after Ctrl+C. */
const graceMs = 3000;
/** Timers take no more milliseconds than this. */
const longestTimer = 2 ** 31 - 1;

interface RunTools {
  readonly signal?: AbortSignal;
  readonly stop?: AbortSignal;
  readonly onOutput?: (stream: 'stdout' | 'stderr', bytes: Buffer) => void;
}

/** A program that has been started, until all that it sent has arrived. */
export class RunningProgram {
  private readonly stdout = new OutputCapture();
  private readonly stderr = new OutputCapture();

  constructor(
    private readonly child: ChildProcess,
    private readonly tools: RunTools,
    private readonly server: RuntimeServer,
    private readonly listener: RecordingListener,
  ) {
    this.capture('stdout', this.stdout);
    this.capture('stderr', this.stderr);
  }

  /**
   * How the program ended, when all that it sent has arrived. Ends it at its limit, and when the caller cancels or stops.
   * @throws Failure when it was cancelled or could not be started.
   */
  async ended(limitMs: number): Promise<Outcome> {
    const exit = exitOf(this.child);
    const outputClosed = closedOutput(this.child);
    const first = await Promise.race([
      exit,
      aborted(this.tools.signal, 'cancelled' as const),
      aborted(this.tools.stop, 'stopped' as const),
      delay(limitMs, 'limit' as const),
    ]);
    if (first === 'stopped') await this.interrupt(exit);
    if (first === 'limit') await this.farewell();
    if (first === 'cancelled' || first === 'limit') endTree(this.child);
    await exit;
    if (first === 'cancelled') throw new Failure('usage', 'The run was cancelled.');
    // Children that the program left behind may hold on to its output; they are not waited for.
    await Promise.race([Promise.all([outputClosed, this.server.drained()]), delay(settlingMs, undefined)]);
    const { where } = this.listener;
    if (first === 'limit') return { kind: 'timeout', limitMs, ...(where !== undefined && { where }) };
    return outcomeOf(this.listener.ended, await exit);
  }

  writeOutput(writer: RecordingWriter): void {
    const { redaction } = writer;
    for (const payload of this.stdout.chunks(redaction)) writer.write(chunkKinds.stdout, payload);
    for (const payload of this.stderr.chunks(redaction)) writer.write(chunkKinds.stderr, payload);
  }

  /** As Ctrl+C does it; a program that goes on is told more firmly, and ended in the end. */
  private async interrupt(exit: Promise<Exit>): Promise<void> {
    const goesOn = delay(graceMs, 'goes on' as const);
    signalTree(this.child, 'SIGINT');
    if ((await Promise.race([exit, goesOn])) !== 'goes on') return;
    signalTree(this.child, 'SIGTERM');
    if ((await Promise.race([exit, delay(farewellMs, 'goes on' as const)])) !== 'goes on') return;
    await this.farewell();
    endTree(this.child);
  }

  private farewell(): Promise<unknown> {
    return Promise.race([this.server.requestStop(), delay(farewellMs, undefined)]);
  }

  private capture(stream: 'stdout' | 'stderr', into: OutputCapture): void {
    this.child[stream]?.on('data', (bytes: Buffer) => {
      into.add(bytes);
      this.tools.onOutput?.(stream, bytes);
    });
  }
}

interface Exit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('exit', (exitCode, signal) => {
      resolve({ exitCode, signal });
    });
    child.once('error', (error) => {
      reject(
        new Failure('missing', `The interpreter ${child.spawnfile} could not be started: ${error.message}`),
      );
    });
  });
}

function closedOutput(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('close', resolve));
}

/**
 * What a program says of its end, it says before its interpreter takes itself apart. That may still go wrong: output that
 * cannot be written any more makes 120 of the exit code.
 */
function outcomeOf(told: Outcome | undefined, exit: Exit): Outcome {
  if (told === undefined) return crashed(exit);
  if (told.kind !== 'returned' || exit.exitCode === 0) return told;
  return exit.exitCode === null ? crashed(exit) : { kind: 'exited', exitCode: exit.exitCode };
}

function crashed({ exitCode, signal }: Exit): Outcome {
  return {
    kind: 'crashed',
    ...(signal !== null && { signal }),
    ...(exitCode !== null && { exitCode }),
  };
}

function aborted<T>(signal: AbortSignal | undefined, value: T): Promise<T> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve(value);
    signal?.addEventListener('abort', () => {
      resolve(value);
    });
  });
}

/** Never, where `ms` is infinite. */
function delay<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => {
    if (Number.isFinite(ms)) setTimeout(resolve, Math.min(ms, longestTimer), value).unref();
  });
}
