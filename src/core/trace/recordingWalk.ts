// Moving through a recording, step by step, forwards and backwards.
import type { Recording, Step } from './recording';
import { stepKinds } from './recording';
import { countUpTo, StepIndex } from './stepIndex';
import { uncaughtSteps } from './uncaught';

/**
 * `forward` and `back` stay in the frame, over what it calls, and go on in the caller where the frame ends or begins;
 * `into` and `backInto` take every step; `out` and `backOut` leave the frame.
 */
export const motions = [
  'forward',
  'back',
  'into',
  'backInto',
  'out',
  'backOut',
  'nextOccurrence',
  'previousOccurrence',
  'raise',
  'start',
  'end',
] as const;
export type Motion = (typeof motions)[number];
type Jump = 'nextOccurrence' | 'previousOccurrence' | 'raise' | 'start' | 'end';

const raisedKind = stepKinds.indexOf('raised');

/** The steps of those frames of a recording that a reader asked for. */
export class RecordingWalk {
  readonly index: StepIndex;
  /** The steps that are walked; undefined when these are all. */
  private readonly walked: Int32Array | undefined;

  /** @param frames Those of interest, by index. */
  constructor(
    readonly recording: Recording,
    readonly frames: ReadonlySet<number>,
  ) {
    this.index = new StepIndex(recording);
    if (frames.size < recording.parts.frames.length) this.walked = stepsOf(recording, frames);
  }

  get length(): number {
    return this.walked?.length ?? this.recording.stepCount;
  }

  /** How many steps are walked up to this one and with it: its number, from 1. */
  numberOf(step: number): number {
    return this.walked === undefined ? step + 1 : countUpTo(this.walked, step);
  }

  /** The index of the step of a number inside. */
  indexOf(number: number): number {
    return this.walked === undefined ? number - 1 : (this.walked[number - 1] ?? -1);
  }

  /** The step of a number from 1; numbers outside are taken as the nearest inside. */
  stepOf(number: number): Step | undefined {
    return this.recording.step(this.indexOf(Math.min(Math.max(Math.trunc(number), 1), this.length)));
  }

  /** The step that a motion leads to from `step`; undefined when there is none. */
  move(step: number, motion: Motion): Step | undefined {
    const { frame } = this.recording.step(step) ?? {};
    if (frame === undefined) return undefined;
    switch (motion) {
      case 'forward':
        return this.inFrames(step, 1, this.withCallers(frame.index)) ?? this.neighbour(step, 1);
      case 'back':
        return this.inFrames(step, -1, this.withCallers(frame.index)) ?? this.neighbour(step, -1);
      case 'out':
        return this.inFrames(step, 1, this.withCallers(frame.parent));
      case 'backOut':
        return this.inFrames(step, -1, this.withCallers(frame.parent));
      case 'into':
        return this.neighbour(step, 1);
      case 'backInto':
        return this.neighbour(step, -1);
      default:
        return this.jump(step, motion);
    }
  }

  private jump(step: number, motion: Jump): Step | undefined {
    switch (motion) {
      case 'nextOccurrence':
        return this.occurrence(step, 1);
      case 'previousOccurrence':
        return this.occurrence(step, -1);
      case 'raise':
        return this.raise(step);
      case 'start':
        return this.stepOf(1);
      case 'end':
        return this.stepOf(this.length);
    }
  }

  /** The next step that a 0-based line of a file ran at, else the last one up to it. */
  nearestRun(step: number, file: string, line: number): Step | undefined {
    const { before, after } = this.runsAround(step, file, line);
    return this.recording.step(after ?? before ?? -1);
  }

  /** The last step up to this one that a 0-based line of a file ran at, else the next one. */
  lastRunOfLine(step: number, file: string, line: number): Step | undefined {
    const { before, after } = this.runsAround(step, file, line);
    return this.recording.step(before ?? after ?? -1);
  }

  private runsAround(step: number, file: string, line: number): { before?: number; after?: number } {
    const { blocks, stepFrame } = this.recording.parts;
    const isThere = (at: number | undefined): at is number =>
      at !== undefined && this.frames.has(stepFrame.at(at));
    const after: number[] = [];
    const before: number[] = [];
    for (const block of blocks) {
      if (block.module.file !== file || block.startLine > line || line > block.endLine) continue;
      const steps = this.index.ofBlock(block.index);
      const upTo = countUpTo(steps, step);
      for (let at = upTo; at < steps.length; at++) {
        if (!isThere(steps[at])) continue;
        after.push(steps[at] ?? -1);
        break;
      }
      for (let at = upTo - 1; at >= 0; at--) {
        if (!isThere(steps[at])) continue;
        before.push(steps[at] ?? -1);
        break;
      }
    }
    return {
      ...(before.length > 0 && { before: Math.max(...before) }),
      ...(after.length > 0 && { after: Math.min(...after) }),
    };
  }

  private neighbour(step: number, direction: 1 | -1): Step | undefined {
    const number = this.numberOf(step) + direction;
    return number < 1 || number > this.length ? undefined : this.stepOf(number);
  }

  /** A frame and those that called it, as far as they are of interest. */
  private withCallers(frame: number): number[] {
    const list: number[] = [];
    for (let at = frame; at >= 0 && this.frames.has(at);) {
      list.push(at);
      at = this.recording.parts.frames[at]?.parent ?? -1;
    }
    return list;
  }

  /** The nearest step of any of these frames. */
  private inFrames(step: number, direction: 1 | -1, frames: readonly number[]): Step | undefined {
    let nearest: number | undefined;
    for (const frame of frames) {
      const found = this.nearestIn(this.index.ofFrame(frame), step, direction);
      if (found === undefined) continue;
      if (nearest === undefined || (found - nearest) * direction < 0) nearest = found;
    }
    return nearest === undefined ? undefined : this.recording.step(nearest);
  }

  private nearestIn(steps: Int32Array, step: number, direction: 1 | -1): number | undefined {
    const upTo = countUpTo(steps, direction > 0 ? step : step - 1);
    return direction > 0 ? steps[upTo] : steps[upTo - 1];
  }

  private occurrence(step: number, direction: 1 | -1): Step | undefined {
    const block = this.recording.parts.stepBlock.at(step);
    if (block < 0) return this.call(step, direction);
    let at = step;
    for (;;) {
      const next = this.nearestIn(this.index.ofBlock(block), at, direction);
      if (next === undefined) return undefined;
      if (this.frames.has(this.recording.parts.stepFrame.at(next))) return this.recording.step(next);
      at = next;
    }
  }

  /** The next or previous call of the function that is entered at a step. */
  private call(step: number, direction: 1 | -1): Step | undefined {
    const { frames, stepFrame } = this.recording.parts;
    const from = frames[stepFrame.at(step)];
    if (from === undefined) return undefined;
    for (let at = from.index + direction; at >= 0 && at < frames.length; at += direction) {
      const frame = frames[at];
      if (frame?.functionIndex === from.functionIndex && this.frames.has(at)) {
        return this.recording.step(frame.firstStep);
      }
    }
    return undefined;
  }

  /** The raise that ended the run; else the next one after the step, or the first. */
  private raise(step: number): Step | undefined {
    const [uncaught] = [...uncaughtSteps(this.recording)].sort((a, b) => a - b);
    if (uncaught !== undefined) return this.recording.step(uncaught);
    const raised = [...this.recording.parts.stepValues.keys()]
      .filter((at) => this.recording.parts.stepKind.at(at) === raisedKind)
      .filter((at) => this.frames.has(this.recording.parts.stepFrame.at(at)))
      .sort((a, b) => a - b);
    return this.recording.step(raised.find((at) => at > step) ?? raised[0] ?? -1);
  }
}

function stepsOf({ parts, stepCount }: Recording, frames: ReadonlySet<number>): Int32Array {
  const steps = new Int32Array(stepCount);
  let used = 0;
  for (let step = 0; step < stepCount; step++) {
    if (frames.has(parts.stepFrame.at(step))) steps[used++] = step;
  }
  return steps.slice(0, used);
}
