// Which steps of a recording are shown when not all can be.
import type { Recording, Step } from './recording';

export interface Sampling {
  readonly steps: 'all' | 'sampled' | 'none';
  readonly maxSteps: number;
  /** Only steps of these frames, by index. */
  readonly frames?: ReadonlySet<number>;
}

/**
 * The chosen steps in order, and how many there are in all. Sampled: those whose values were kept. Where they are more
 * than `maxSteps`, the first and the last are shown and the raised ones between.
 */
export function sampledSteps(recording: Recording, sampling: Sampling): { steps: Step[]; total: number } {
  const candidates: number[] = [];
  let total = 0;
  for (let index = 0; index < recording.stepCount; index++) {
    const frame = recording.parts.stepFrame.at(index);
    if (sampling.frames !== undefined && !sampling.frames.has(frame)) continue;
    total++;
    if (sampling.steps === 'all' || (sampling.steps === 'sampled' && recording.parts.stepValues.has(index))) {
      candidates.push(index);
    }
  }
  const steps = withinLimit(candidates, recording, sampling.maxSteps).flatMap(
    (index) => recording.step(index) ?? [],
  );
  return { steps, total };
}

function withinLimit(candidates: readonly number[], recording: Recording, limit: number): readonly number[] {
  if (candidates.length <= limit) return candidates;
  const half = Math.floor(limit / 2);
  const head = candidates.slice(0, half);
  const tail = candidates.slice(candidates.length - half);
  const raised = candidates
    .slice(half, candidates.length - half)
    .filter((index) => recording.parts.stepValues.get(index)?.raised !== undefined)
    .slice(0, Math.floor(limit / 10));
  return [...head.slice(0, limit - tail.length - raised.length), ...raised, ...tail];
}
