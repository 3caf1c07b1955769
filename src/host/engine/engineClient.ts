// The engine as its users see it: there when it is asked for, and again after a crash.
import type { EngineMethod, ParamsOf, ResultOf } from '../../protocol/engine';
import { EngineFailure } from './engineFailure';
import { EngineSession, type EngineProgram, type RequestOptions } from './engineSession';
import { RestartPolicy } from './restartPolicy';

export type EngineState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly pid: number | undefined }
  /** It crashed and is started again in a moment, or as soon as it is asked for. */
  | { readonly kind: 'restarting'; readonly reason: string }
  /** It crashed too often; only `restart` starts it. */
  | { readonly kind: 'stopped'; readonly reason: string };

export interface EngineClientOptions extends EngineProgram {
  readonly policy?: RestartPolicy;
  readonly onState?: (state: EngineState) => void;
}

export class EngineClient {
  private readonly policy: RestartPolicy;
  private readonly options: EngineClientOptions;
  private current: EngineState = { kind: 'idle' };
  private session: EngineSession | undefined;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(options: EngineClientOptions) {
    this.options = options;
    this.policy = options.policy ?? new RestartPolicy();
  }

  get state(): EngineState {
    return this.current;
  }

  /**
   * Asks the engine, which is started if it does not run.
   * @throws EngineFailure
   */
  async request<M extends EngineMethod>(
    method: M,
    params: ParamsOf<M>,
    options: RequestOptions<M> = {},
  ): Promise<ResultOf<M>> {
    return this.running().request(method, params, options);
  }

  /** Starts a new engine, also after it was given up; requests under way are rejected. */
  async restart(): Promise<void> {
    this.policy.reset();
    await this.endSession();
    this.start();
  }

  /** Ends the engine for good. */
  async dispose(): Promise<void> {
    this.disposed = true;
    await this.endSession();
    this.become({ kind: 'idle' });
  }

  private running(): EngineSession {
    if (this.session !== undefined) return this.session;
    if (this.disposed) throw new EngineFailure('cancelled', 'Witness is shutting down.');
    if (this.current.kind === 'stopped') {
      throw new EngineFailure(
        'stopped',
        `Witness's engine ended several times in a row (last: ${this.current.reason}), so it is not started by itself.`,
        'Start it again, or look into the log.',
      );
    }
    return this.start();
  }

  private start(): EngineSession {
    clearTimeout(this.timer);
    const session = new EngineSession(this.options);
    this.session = session;
    this.become({ kind: 'running', pid: session.pid });
    void session.ended.then((reason) => {
      if (this.session === session) this.crashed(reason);
    });
    return session;
  }

  private crashed(reason: string): void {
    this.session = undefined;
    const pause = this.policy.ended(Date.now());
    if (pause === undefined) {
      this.become({ kind: 'stopped', reason });
      return;
    }
    this.become({ kind: 'restarting', reason });
    this.timer = setTimeout(() => {
      if (!this.disposed && this.session === undefined) this.start();
    }, pause);
  }

  private async endSession(): Promise<void> {
    clearTimeout(this.timer);
    const { session } = this;
    this.session = undefined;
    await session?.end();
  }

  private become(state: EngineState): void {
    this.current = state;
    this.options.onState?.(state);
  }
}
