// The ranking with what recordings of the tests show: what a block had to do with the failure, and what was out of the
// ordinary there.
import type { BrokenInvariant } from './likelyInvariants';
import type { Suspect } from './localisation';

export interface RecordedEvidence {
  /** Blocks that may have influenced what the failing test got; undefined where that cannot be said. */
  readonly slice?: ReadonlySet<number>;
  readonly broken: readonly BrokenInvariant[];
}

const factor = { outside: 0.5 };
const bonus = { broken: 0.15 };

/** Blocks without influence lose, those at which something first was otherwise than in passing tests gain. */
export function suspectsByRecordings(
  suspects: readonly Suspect[],
  { slice, broken }: RecordedEvidence,
): readonly Suspect[] {
  return suspects
    .map((suspect) => {
      const { index } = suspect.block;
      const own = new Map(
        broken.filter(({ block }) => block === index).map(({ invariant, held }) => [invariant, held]),
      );
      const isOutside = slice !== undefined && slice.size > 0 && !slice.has(index);
      return {
        ...suspect,
        score: suspect.score * (isOutside ? factor.outside : 1) + (own.size > 0 ? bonus.broken : 0),
        reasons: [
          ...suspect.reasons,
          ...(isOutside ? ['does not affect what the test gets'] : []),
          ...[...own].map(([what, runs]) => `${what} held in ${runs} runs in passing tests, not here`),
        ],
      };
    })
    .sort((a, b) => b.score - a.score);
}
