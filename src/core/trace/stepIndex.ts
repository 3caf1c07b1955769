// Which steps belong to a frame or a block, and which frames a frame called: looked up, not searched for. Built at the
// first question, in one pass; ten million steps take three integers each.
import type { Recording } from './recording';
import { stepKinds } from './recording';

const blockKind = stepKinds.indexOf('block');

/** The members of groups, group after group. */
interface Grouped {
  /** Where each group starts in `members`; one more than there are groups. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

export class StepIndex {
  private frames: Grouped | undefined;
  private blocks: Grouped | undefined;
  private called: Grouped | undefined;
  private callNumbers: Int32Array | undefined;

  constructor(private readonly recording: Recording) {}

  /** Steps of a frame, in order. */
  ofFrame(frame: number): Int32Array {
    const { stepFrame, frames } = this.recording.parts;
    this.frames ??= grouped(this.recording.stepCount, frames.length, (step) => stepFrame.at(step));
    return groupOf(this.frames, frame);
  }

  /** Steps at which a block ran, over all frames, in order. */
  ofBlock(block: number): Int32Array {
    const { stepBlock, stepKind, blocks } = this.recording.parts;
    this.blocks ??= grouped(this.recording.stepCount, blocks.length, (step) =>
      stepKind.at(step) === blockKind ? stepBlock.at(step) : -1,
    );
    return groupOf(this.blocks, block);
  }

  /** The frames that a frame called, in order; of -1 the outermost ones. */
  calledBy(frame: number): Int32Array {
    const { frames } = this.recording.parts;
    this.called ??= grouped(frames.length, frames.length + 1, (index) => (frames[index]?.parent ?? -1) + 1);
    return groupOf(this.called, frame + 1);
  }

  /** The frames that were entered between a step and the next one of its frame. */
  calledAt(step: number): Int32Array {
    const { stepFrame, frames } = this.recording.parts;
    const frame = stepFrame.at(step);
    const own = this.ofFrame(frame);
    const next = own[countUpTo(own, step)] ?? Number.MAX_SAFE_INTEGER;
    const called = this.calledBy(frame);
    const firstFrom = (limit: number): number => {
      let low = 0;
      let high = called.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((frames[called[middle] ?? -1]?.firstStep ?? 0) < limit) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return called.subarray(firstFrom(step), firstFrom(next));
  }

  /** The how-manieth call of its function a frame is, from 1. */
  callNumber(frame: number): number {
    this.callNumbers ??= this.numberCalls();
    return this.callNumbers[frame] ?? 0;
  }

  /** The last run of a block in a frame at or before a step; -1 when there is none. */
  lastRun(block: number, frame: number, step: number): number {
    const steps = this.ofBlock(block);
    const { stepFrame, frames } = this.recording.parts;
    const { firstStep: first = 0, lastStep = -1 } = frames[frame] ?? {};
    // What ran after the frame had ended is not looked through.
    const limit = lastStep < 0 ? step : Math.min(step, lastStep);
    for (let at = countUpTo(steps, limit) - 1; at >= 0; at--) {
      const found = steps[at] ?? -1;
      if (found < first) return -1;
      if (stepFrame.at(found) === frame) return found;
    }
    return -1;
  }

  private numberCalls(): Int32Array {
    const { frames, functions } = this.recording.parts;
    const counts = new Int32Array(functions.length);
    const numbers = new Int32Array(frames.length);
    for (const { index, functionIndex } of frames) {
      const next = (counts[functionIndex] ?? 0) + 1;
      counts[functionIndex] = next;
      numbers[index] = next;
    }
    return numbers;
  }
}

/** How many of some ascending numbers are at most `limit`. */
export function countUpTo(ascending: Int32Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last of some ascending numbers that is at most `limit`; -1 when there is none. */
export function lastUpTo(ascending: Int32Array, limit: number): number {
  return ascending[countUpTo(ascending, limit) - 1] ?? -1;
}

/** @param groupOfItem A negative group leaves the item out. */
function grouped(items: number, groups: number, groupOfItem: (item: number) => number): Grouped {
  const starts = new Int32Array(groups + 1);
  for (let item = 0; item < items; item++) {
    const group = groupOfItem(item);
    if (group >= 0) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
  }
  for (let group = 0; group < groups; group++) {
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  }
  const next = starts.slice(0, groups);
  const members = new Int32Array(starts[groups] ?? 0);
  for (let item = 0; item < items; item++) {
    const group = groupOfItem(item);
    if (group < 0) continue;
    const at = next[group] ?? 0;
    members[at] = item;
    next[group] = at + 1;
  }
  return { starts, members };
}

function groupOf({ starts, members }: Grouped, group: number): Int32Array {
  return members.subarray(starts[group] ?? 0, starts[group + 1] ?? 0);
}
