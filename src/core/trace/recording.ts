// A whole recording in memory, and the questions that views ask it.
import type { GrowingInts } from './growingArray';
import type {
  CapturedOutput,
  NamedValue,
  Outcome,
  ProcessInRun,
  RecordedBlock,
  RecordedFunction,
  RecordedModule,
  RunDescription,
  TestResults,
  TracedValue,
  ValueRecord,
} from './model';

export type StepKind = 'entry' | 'block' | 'raised' | 'exit';
export const stepKinds: readonly StepKind[] = ['entry', 'block', 'raised', 'exit'];

/** Indexes of blocks and functions are over all modules of the recording, in the order in which they were loaded. */
export interface BlockInRecording extends RecordedBlock {
  readonly module: RecordedModule;
  readonly index: number;
  /** Index into `Recording.functions`. */
  readonly functionIndex: number;
}

export interface FunctionInRecording extends RecordedFunction {
  readonly module: RecordedModule;
  readonly index: number;
}

/** One activation of a function. Recursion, generators, coroutines and threads each have their own. */
export interface Frame {
  readonly index: number;
  /** Index of the frame that called it; -1 for the outermost. */
  parent: number;
  readonly functionIndex: number;
  /** 0 for the main thread. */
  readonly thread: number;
  readonly firstStep: number;
  /** Step at which it was left; -1 when it was not. */
  lastStep: number;
}

/** What was kept of a step's values: for a block the variables that it changed, for a raise all locals. */
export interface StepValues {
  readonly values: readonly NamedValue[];
  readonly returned?: TracedValue;
  readonly raised?: ValueRecord['raised'];
}

export interface RecordingParts {
  readonly run: RunDescription;
  readonly outcome: Outcome;
  /** Where tests are what was run. */
  readonly tests?: TestResults;
  readonly modules: readonly RecordedModule[];
  readonly functions: readonly FunctionInRecording[];
  readonly blocks: readonly BlockInRecording[];
  readonly frames: readonly Frame[];
  readonly stepBlock: GrowingInts;
  readonly stepFrame: GrowingInts;
  readonly stepKind: GrowingInts;
  readonly stepOccurrence: GrowingInts;
  readonly stepValues: ReadonlyMap<number, StepValues>;
  /** Runs of blocks in the middle of long repetitions, which are no steps; by index of the block. */
  readonly uncounted?: ReadonlyMap<number, number>;
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  /** The other processes of the program of which anything was recorded. */
  readonly processes: readonly OtherProcess[];
  /** What a reader should know about how exact this recording is. */
  readonly notes: readonly string[];
}

/** Another process of the program; its recording has neither output nor processes of its own. */
export interface OtherProcess extends ProcessInRun {
  readonly recording: Recording;
}

export interface Step {
  /** 0-based position in the order of the whole run. */
  readonly index: number;
  readonly kind: StepKind;
  readonly block: BlockInRecording | undefined;
  readonly frame: Frame;
  /** How many times the block had run in this frame, this time included. */
  readonly occurrence: number;
  readonly kept: StepValues | undefined;
}

export class Recording {
  readonly counts: readonly number[];

  constructor(readonly parts: RecordingParts) {
    const counts = new Array<number>(parts.blocks.length).fill(0);
    const block = stepKinds.indexOf('block');
    for (let step = 0; step < parts.stepBlock.length; step++) {
      const index = parts.stepBlock.at(step);
      if (parts.stepKind.at(step) === block && index >= 0) counts[index] = (counts[index] ?? 0) + 1;
    }
    for (const [index, times] of parts.uncounted ?? []) counts[index] = (counts[index] ?? 0) + times;
    this.counts = counts;
  }

  get stepCount(): number {
    return this.parts.stepBlock.length;
  }

  /** The step at a 0-based index; undefined outside of the recording. */
  step(index: number): Step | undefined {
    const kind = stepKinds[this.parts.stepKind.at(index)];
    const frame = this.parts.frames[this.parts.stepFrame.at(index)];
    if (kind === undefined || frame === undefined) return undefined;
    return {
      index,
      kind,
      frame,
      block: this.parts.blocks[this.parts.stepBlock.at(index)],
      occurrence: this.parts.stepOccurrence.at(index),
      kept: this.parts.stepValues.get(index),
    };
  }

  functionOf(frame: Frame): FunctionInRecording | undefined {
    return this.parts.functions[frame.functionIndex];
  }

  /** How the frame was called, as far as its parameters were kept: `fib(3)`, `fib(…)`. */
  callText(frame: Frame): string {
    const called = this.functionOf(frame);
    if (called === undefined) return '?';
    if (called.kind === 'module' || called.kind === 'class') return called.path;
    const name = called.path.slice(called.path.lastIndexOf('.') + 1).replace(/~\d+$/, '');
    const entry = this.parts.stepValues.get(frame.firstStep);
    if (entry === undefined) return `${name}(…)`;
    const shown = entry.values.filter((value) => value.name !== 'self' && value.name !== 'cls');
    return `${name}(${shown.map((value) => value.text).join(', ')})`;
  }

  /** The indexes of the frames that `functionPath` names (a dotted path or its last part) and of all they called. */
  framesUnder(functionPath: string): ReadonlySet<number> {
    const inside = new Set<number>();
    for (const frame of this.parts.frames) {
      const path = this.functionOf(frame)?.path;
      const named = path === functionPath || path?.endsWith(`.${functionPath}`) === true;
      if (named || inside.has(frame.parent)) inside.add(frame.index);
    }
    return inside;
  }
}
