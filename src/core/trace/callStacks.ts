// Which frame is running: one stack of frames a thread, with frames that are suspended and go on later.
import type { ValueRecord } from './model';
import type { Frame } from './recording';

/** What is known of a frame only while it may go on. */
export interface LiveFrame {
  readonly frame: Frame;
  readonly functionIndex: number;
  /** The block that ran last, and its step; -1 before the first. */
  lastBlock: number;
  lastBlockStep: number;
  /** A loop header that has opened and whose first test has not been logged yet; else -1. */
  opened: number;
  /** It waits for a generator or awaitable that it delegates to. */
  delegating: boolean;
  /** An exception is leaving it. */
  raising: boolean;
  /** The values kept at its `return`. */
  returning: ValueRecord | undefined;
  /** While it is suspended: the frames that delegate to it, outermost first. */
  delegators: readonly LiveFrame[];
  /** It was told what the frame had not logged yet, which the frame is going to say once more: so many runs of blocks. */
  isTold: boolean;
  told: number;
  /** It has been left and does not go on. */
  ended: boolean;
  /** The newest text of each variable; made when one is known. */
  known: Map<string, string> | undefined;
  /** How often each block has run in the frame, where it is more than once; the newest counts may still stand in
   * `Replay`. Made when needed: most of millions of calls run each block once. */
  occurrences: Map<number, number> | undefined;
}

const noFrames: readonly LiveFrame[] = [];

export class CallStacks {
  readonly frames: Frame[] = [];
  private readonly stacks = new Map<number, LiveFrame[]>();
  private readonly generators = new Map<number, LiveFrame>();
  private stack: LiveFrame[] = [];
  private thread = 0;

  constructor() {
    this.stacks.set(0, this.stack);
  }

  get top(): LiveFrame | undefined {
    return this.stack.at(-1);
  }

  enter(functionIndex: number, firstStep: number): LiveFrame {
    const frame: Frame = {
      index: this.frames.length,
      parent: this.top?.frame.index ?? -1,
      functionIndex,
      thread: this.thread,
      firstStep,
      lastStep: -1,
    };
    const live: LiveFrame = {
      frame,
      functionIndex,
      lastBlock: -1,
      lastBlockStep: -1,
      opened: -1,
      delegating: false,
      raising: false,
      returning: undefined,
      delegators: noFrames,
      isTold: false,
      told: 0,
      ended: false,
      known: undefined,
      occurrences: undefined,
    };
    this.frames.push(frame);
    this.stack.push(live);
    return live;
  }

  leave(): LiveFrame | undefined {
    const left = this.stack.pop();
    if (left !== undefined) left.ended = true;
    return left;
  }

  /**
   * Takes off frames that ended without saying so, down to the innermost one that `isRunning` names.
   * @returns whether there is such a frame; where there is none, nothing is taken off.
   */
  unwindTo(isRunning: (frame: LiveFrame) => boolean): boolean {
    const at = this.stack.findLastIndex(isRunning);
    if (at < 0) return false;
    this.stack.length = at + 1;
    return true;
  }

  /** The running frame is a generator or coroutine that is known by this number from now on. */
  nameGenerator(number: number): void {
    if (this.top !== undefined) this.generators.set(number, this.top);
  }

  delegate(): void {
    if (this.top !== undefined) this.top.delegating = true;
  }

  /** The running frame hands over control, and with it those that delegate to it. */
  suspend(): void {
    const suspended = this.stack.pop();
    if (suspended === undefined) return;
    suspended.delegators = noFrames;
    while (this.top?.delegating === true) {
      const outer = this.stack.pop();
      if (outer !== undefined) suspended.delegators = [outer, ...suspended.delegators];
    }
  }

  /** The frame just entered was not called by those that wait below it: another task had its turn there. */
  detach(): void {
    const entered = this.stack.pop();
    if (entered === undefined) return;
    if (this.top?.delegating === true) this.suspend();
    entered.frame.parent = this.top?.frame.index ?? -1;
    this.stack.push(entered);
  }

  /** A generator goes on: after a suspension, or because what it delegated to has ended. */
  resume(number: number): void {
    const resumed = this.generators.get(number);
    if (resumed === undefined) return;
    if (!this.unwindTo((frame) => frame === resumed)) {
      const outer = resumed.delegators.filter((frame) => !this.stack.includes(frame));
      this.stack.push(...outer, resumed);
    }
    resumed.delegating = false;
  }

  switchThread(thread: number): void {
    this.thread = thread;
    const known = this.stacks.get(thread);
    this.stack = known ?? [];
    if (known === undefined) this.stacks.set(thread, this.stack);
  }
}
