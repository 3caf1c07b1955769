// The ranking after the search: where a change makes failing tests pass, if not all, the fault is likelier to be.
import type { TriedCandidate } from './candidate';
import type { Suspect } from './localisation';

const bonus = 0.4;

/**
 * Suspects at which a single change helped gain by the share of the tests that then pass.
 * @param partial Programs that pass a test that failed before, and not all.
 * @param tests How many there are.
 */
export function suspectsAfterSearch(
  suspects: readonly Suspect[],
  partial: readonly TriedCandidate[],
  tests: number,
): readonly Suspect[] {
  const best = new Map<number, number>();
  for (const { changes, repaired, kept } of partial) {
    const [only] = changes;
    if (only === undefined || changes.length > 1) continue;
    best.set(only.block, Math.max(best.get(only.block) ?? 0, repaired + kept));
  }
  return suspects
    .map((suspect) => {
      const passed = best.get(suspect.block.index);
      if (passed === undefined) return suspect;
      const reason = `a change here makes failing tests pass: ${passed} of ${tests} tests pass with it`;
      return {
        ...suspect,
        score: suspect.score + (bonus * passed) / tests,
        reasons: [...suspect.reasons, reason],
      };
    })
    .sort((a, b) => b.score - a.score);
}
