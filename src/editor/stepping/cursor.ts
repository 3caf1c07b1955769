// Where somebody stands in the recording that is on show.
import * as vscode from 'vscode';
import type { Motion } from '../../core/trace/recordingWalk';
import type { StepView } from '../../core/trace/stepView';
import type { RecordingRef, StepParams } from '../../protocol/recordings';
import type { Engine } from '../engine';

/** Motions that make sense also where nobody stands anywhere yet, and where they begin. */
const firstNumber = (motion: Motion): number =>
  motion === 'back' || motion === 'backInto' || motion === 'end' ? Number.MAX_SAFE_INTEGER : 1;

export class RecordingCursor implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<StepView | undefined>();
  private recording: RecordingRef | undefined;
  private current: StepView | undefined;
  private debugging = false;
  /** Keys may come faster than answers: each motion starts where the one before it arrived. */
  private moving: Promise<void> = Promise.resolve();

  /** Fires when somebody arrives at a step, and with nothing when nobody stands anywhere any more. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly engine: Engine) {}

  get view(): StepView | undefined {
    return this.current;
  }

  get recordingRef(): RecordingRef | undefined {
    return this.recording;
  }

  /** Whether a replay in the debugger says where one stands; the debugger marks the line itself. */
  get isDebugging(): boolean {
    return this.debugging;
  }

  /** A replay in the debugger has stopped. */
  follow(view: StepView): void {
    this.debugging = true;
    this.current = view;
    this.changed.fire(view);
  }

  /** Takes another recording, in which nobody stands anywhere; undefined takes none. */
  take(recording: RecordingRef | undefined): void {
    this.recording = recording;
    this.leave();
  }

  leave(): void {
    this.debugging = false;
    if (this.current === undefined) return;
    this.current = undefined;
    this.changed.fire(undefined);
  }

  /** @throws EngineFailure */
  move(motion: Motion): Promise<void> {
    return this.then(async () => {
      const from = this.current?.step;
      if (from !== undefined) return this.ask({ step: from, motion });
      const first = await this.ask({ number: firstNumber(motion) });
      if (first === undefined || motion !== 'raise') return first;
      return (await this.ask({ step: first.step, motion })) ?? first;
    });
  }

  /** @throws EngineFailure */
  goTo(to: StepParams['to']): Promise<void> {
    return this.then(() => this.ask(to));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private then(move: () => Promise<StepView | undefined>): Promise<void> {
    const { recording } = this;
    const moved = this.moving.then(async () => {
      const view = await move();
      if (view === undefined || this.recording !== recording) return;
      this.current = view;
      this.debugging = false;
      this.changed.fire(view);
    });
    this.moving = moved.catch(() => undefined);
    return moved;
  }

  private async ask(to: StepParams['to']): Promise<StepView | undefined> {
    if (this.recording === undefined) return undefined;
    return (await this.engine.request('step', { recording: this.recording, to })).view;
  }
}
