// The ranking of suspects with what a model says of them: a claim, which weighs as much as a raise does.
import type { Suspect } from '../localisation';
import { blockLabel } from './blockSteps';
import type { BlockVerdict } from './verdicts';

const bonus = 0.3;

/** The suspects that the model calls wrong gain; why is among their reasons. */
export function advisedSuspects(
  suspects: readonly Suspect[],
  verdicts: readonly BlockVerdict[],
): readonly Suspect[] {
  const wrong = new Map(verdicts.filter(({ correct }) => !correct).map((item) => [item.block, item]));
  if (wrong.size === 0) return suspects;
  return suspects
    .map((suspect) => {
      const verdict = wrong.get(blockLabel(suspect.block.index));
      if (verdict === undefined) return suspect;
      const reason = `the model says that it is wrong at step ${verdict.step ?? '?'}: ${verdict.why ?? 'no reason given'}`;
      return { ...suspect, score: suspect.score + bonus, reasons: [...suspect.reasons, reason] };
    })
    .sort((a, b) => b.score - a.score);
}
