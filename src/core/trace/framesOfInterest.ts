import type { Recording } from './recording';

/**
 * The frames that a reader asked for: those of `entry` and what they call; of a call or test, all that is not import of modules;
 * else, and when there are none of these, all.
 */
export function framesOfInterest(recording: Recording, entry?: string): ReadonlySet<number> {
  const { frames, run } = recording.parts;
  const all = new Set(frames.map((frame) => frame.index));
  if (entry !== undefined) return recording.framesUnder(entry);
  if (run.call === undefined && run.test === undefined) return all;
  const called = new Set<number>();
  for (const frame of frames) {
    const isOutermost = frame.parent < 0 && recording.functionOf(frame)?.kind !== 'module';
    if (isOutermost || called.has(frame.parent)) called.add(frame.index);
  }
  return called.size > 0 ? called : all;
}
