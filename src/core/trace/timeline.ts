// A whole recording in a few hundred columns: how deep the calls were, and where something was raised.
import { stepKinds } from './recording';
import type { RecordingWalk } from './recordingWalk';

export interface Timeline {
  /** The deepest call in each column; 1 where only the outermost frame ran. */
  readonly depths: readonly number[];
  /** Columns in which something was raised. */
  readonly raises: readonly number[];
}

const raisedKind = stepKinds.indexOf('raised');

/** @param columns At most so many; each stands for as many steps. */
export function timelineOf(walk: RecordingWalk, columns: number): Timeline {
  const { frames, stepFrame, stepKind, stepValues } = walk.recording.parts;
  const depthOf = new Int32Array(frames.length);
  for (const { index, parent } of frames) {
    const isInside = parent >= 0 && walk.frames.has(parent);
    depthOf[index] = isInside ? (depthOf[parent] ?? 0) + 1 : 1;
  }
  const count = Math.min(columns, walk.length);
  const depths = new Array<number>(count).fill(0);
  // Of very long recordings every nth step is looked at.
  const stride = Math.max(1, Math.floor(walk.length / 2_000_000));
  for (let number = 1; number <= walk.length; number += stride) {
    const step = walk.indexOf(number);
    const column = Math.floor(((number - 1) * count) / walk.length);
    depths[column] = Math.max(depths[column] ?? 0, depthOf[stepFrame.at(step)] ?? 0);
  }
  const raises = new Set<number>();
  for (const step of stepValues.keys()) {
    if (stepKind.at(step) !== raisedKind || !walk.frames.has(stepFrame.at(step))) continue;
    raises.add(Math.floor(((walk.numberOf(step) - 1) * count) / walk.length));
  }
  return { depths, raises: [...raises].sort((a, b) => a - b) };
}
