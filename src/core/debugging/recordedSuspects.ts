// The ranking with what recordings of the tests show: what a block had to do with the failure, and what was out of the
// ordinary there.
import type { BrokenInvariant } from './likelyInvariants';
import type { BlockRun } from './blockRuns';
import type { Suspect } from './localisation';
import type { Slices } from './relevantSlice';
import { seenRun } from './seenRun';

export interface RecordedEvidence {
  /** Blocks that may have influenced what the failing test got; undefined where that cannot be said. */
  readonly slice?: ReadonlySet<number>;
  /** What influenced the variables in the first of the failing tests. */
  readonly variables?: Slices['ofVariables'];
  readonly broken: readonly BrokenInvariant[];
  /** Runs of blocks in a failing test. */
  readonly failing?: readonly BlockRun[];
}

/** Of the score of a block without influence what is left; and what a block gains at which something first was otherwise. */
export interface EvidenceWeights {
  readonly outside: number;
  readonly broken: number;
}

/** A broken invariant is a reason that people read: measured, it misleads the ranking as often as it helps. */
const weights: EvidenceWeights = { outside: 0.5, broken: 0 };

/** Blocks without influence lose; what was otherwise than in passing tests is among the reasons. */
export function suspectsByRecordings(
  suspects: readonly Suspect[],
  { slice, broken, failing = [] }: RecordedEvidence,
  { outside, broken: gain }: EvidenceWeights = weights,
): readonly Suspect[] {
  return suspects
    .map((suspect) => {
      const { index } = suspect.block;
      const own = new Map(
        broken.filter(({ block }) => block === index).map(({ invariant, held }) => [invariant, held]),
      );
      const isOutside = slice !== undefined && slice.size > 0 && !slice.has(index);
      const seen = seenRun(failing, suspect.block);
      return {
        ...suspect,
        ...(seen !== undefined && { seen }),
        score: suspect.score * (isOutside ? outside : 1) + (own.size > 0 ? gain : 0),
        reasons: [
          ...suspect.reasons,
          ...(isOutside ? ['does not affect what the test gets'] : []),
          ...[...own].map(([what, runs]) => `${what} held in ${runs} runs in passing tests, not here`),
        ],
      };
    })
    .sort((a, b) => b.score - a.score);
}
