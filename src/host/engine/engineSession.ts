// One process of the engine, from its start to its end, seen by its parent.
import { fork, type ChildProcess } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProgressType,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { EngineMethod, ParamsOf, ProgressOf, RequestEnvelope, ResultOf } from '../../protocol/engine';
import type { CompleteParams, MaySendParams } from '../../protocol/model';
import { abortSignalOf } from './abortSignal';
import { youngGenerationFlags } from '../platform/youngGeneration';
import type { EditorPort } from './editorPort';
import { EngineFailure } from './engineFailure';
import { failureFrom } from './responseFailure';

export interface EngineProgram {
  /** Path of engine.js. */
  readonly module: string;
  /** A line that the engine wrote to its error output. */
  readonly onLog: (line: string) => void;
  /** Answers what the engine asks; without it the engine is told that there is nobody to answer. */
  readonly editor?: EditorPort;
}

export interface RequestOptions<M extends EngineMethod> {
  readonly signal?: AbortSignal;
  /** Of a trace: ends the program as Ctrl+C does, and the answer holds what was recorded. */
  readonly stop?: AbortSignal;
  readonly onProgress?: (progress: ProgressOf<M>) => void;
}

/** How long an engine that is told to end may take before it is killed. */
const farewellMs = 1_500;

let lastProgressToken = 0;

export class EngineSession {
  /** Resolves, with what is known of the reason, when the process has ended. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly connection: MessageConnection;

  constructor(program: EngineProgram) {
    this.child = fork(program.module, [], {
      // The editor's own Node: Electron runs as plain Node when the environment says so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [...youngGenerationFlags],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line.trim() !== '') program.onLog(line.trimEnd());
    });
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
      });
      this.child.once('error', (error) => {
        resolve(error.message);
      });
    });
    this.connection = createMessageConnection(
      new IPCMessageReader(this.child),
      new IPCMessageWriter(this.child),
    );
    // A line that breaks shows in the end of the process, which is what counts.
    this.connection.onError(() => undefined);
    if (program.editor !== undefined) this.answerWith(program.editor);
    this.connection.listen();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws EngineFailure */
  async request<M extends EngineMethod>(
    method: M,
    params: ParamsOf<M>,
    { signal, stop, onProgress }: RequestOptions<M>,
  ): Promise<ResultOf<M>> {
    const progressToken = ++lastProgressToken;
    const progress = this.connection.onProgress(
      new ProgressType<ProgressOf<M>>(),
      progressToken,
      onProgress ?? (() => undefined),
    );
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => {
      cancellation.cancel();
    };
    if (signal?.aborted === true) throw new EngineFailure('cancelled', 'The request was cancelled.');
    signal?.addEventListener('abort', cancel);
    const stopTrace = (): void => {
      void this.request('stopTrace', { progressToken }, {}).catch(() => undefined);
    };
    stop?.addEventListener('abort', stopTrace);
    const envelope: RequestEnvelope<ParamsOf<M>> = { params, progressToken };
    try {
      const answer = this.connection.sendRequest<ResultOf<M>>(method, envelope, cancellation.token);
      return await Promise.race([answer, this.rejectedAtEnd()]);
    } catch (error) {
      throw failureFrom(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      stop?.removeEventListener('abort', stopTrace);
      progress.dispose();
      cancellation.dispose();
    }
  }

  /** Ends the process: first it is asked to, then it is killed. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    const kill = setTimeout(() => this.child.kill('SIGKILL'), farewellMs);
    await this.ended;
    clearTimeout(kill);
    this.connection.dispose();
  }

  private answerWith({ completeInEditor, maySend }: EditorPort): void {
    this.connection.onRequest('completeInEditor', (params: CompleteParams, token: CancellationToken) =>
      completeInEditor(params, abortSignalOf(token)),
    );
    this.connection.onRequest('maySend', (params: MaySendParams, token: CancellationToken) =>
      maySend(params, abortSignalOf(token)),
    );
  }

  private async rejectedAtEnd(): Promise<never> {
    const reason = await this.ended;
    throw new EngineFailure(
      'ended',
      `Witness's engine ended while it worked on this (${reason}).`,
      'It starts again by itself; try once more.',
    );
  }
}
