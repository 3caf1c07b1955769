// The window's one engine, as features use it.
import type * as vscode from 'vscode';
import type { EditorPort } from '../host/engine/editorPort';
import type { EngineClient, EngineState } from '../host/engine/engineClient';
import type { RequestOptions } from '../host/engine/engineSession';
import type { EngineMethod, ParamsOf, ResultOf } from '../protocol/engine';

/** Asks the engine; starts it at the first question. */
export class Engine implements vscode.Disposable {
  private client: EngineClient | undefined;
  private isDisposed = false;

  constructor(
    private readonly module: string,
    private readonly log: vscode.LogOutputChannel,
    private readonly editor?: EditorPort,
  ) {}

  get state(): EngineState {
    return this.client?.state ?? { kind: 'idle' };
  }

  /** @throws EngineFailure */
  async request<M extends EngineMethod>(
    method: M,
    params: ParamsOf<M>,
    options: RequestOptions<M> = {},
  ): Promise<ResultOf<M>> {
    return (await this.connected()).request(method, params, options);
  }

  async restart(): Promise<void> {
    await (await this.connected()).restart();
  }

  dispose(): void {
    this.isDisposed = true;
    void this.client?.dispose();
  }

  /** What talks to the engine is evaluated at the first request, too. */
  private async connected(): Promise<EngineClient> {
    const { EngineClient } = await import('../host/engine/engineClient');
    this.client ??= new EngineClient({
      module: this.module,
      ...(this.editor !== undefined && { editor: this.editor }),
      onLog: (line) => {
        this.tell(line);
      },
      onState: (state) => {
        this.tell(described(state));
      },
    });
    return this.client;
  }

  /** The engine's end comes after the log's when the window closes. */
  private tell(line: string): void {
    if (!this.isDisposed) this.log.info(`engine: ${line}`);
  }
}

function described(state: EngineState): string {
  switch (state.kind) {
    case 'idle':
      return 'ended';
    case 'running':
      return `started, process ${state.pid ?? 'unknown'}`;
    case 'restarting':
      return `ended unexpectedly (${state.reason}), starts again`;
    case 'stopped':
      return `ended unexpectedly (${state.reason}) once too often, is not started again by itself`;
  }
}

/** Aborted when the token is cancelled. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
