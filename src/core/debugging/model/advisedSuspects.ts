// The ranking of suspects with what a model says of them: a claim, which weighs as much as a raise does.
import type { Suspect } from '../localisation';
import { blockLabel } from './blockSteps';
import { factSentence } from './flowFacts';
import type { JudgedBlock } from './verdicts';
import type { VerdictTrial } from './verdictTrial';

const bonus = 0.3;

/** Twice as much where the test passes with the values that it expects there, nothing where it goes on to fail as before. */
const weights: Readonly<Record<VerdictTrial['outcome'], number>> = {
  passes: 2,
  'fails otherwise': 1,
  'cannot be tried': 1,
  'still fails': 0,
};

/** The suspects that the model calls wrong gain; why, and what came of trying it, is among their reasons. */
export function advisedSuspects(
  suspects: readonly Suspect[],
  verdicts: readonly (JudgedBlock & { readonly trial?: VerdictTrial })[],
): readonly Suspect[] {
  const wrong = new Map(verdicts.filter(({ correct }) => !correct).map((item) => [item.block, item]));
  if (wrong.size === 0) return suspects;
  return suspects
    .map((suspect) => {
      const verdict = wrong.get(blockLabel(suspect.block.index));
      if (verdict === undefined) return suspect;
      const reason = `the model says that it is wrong at step ${verdict.step ?? '?'}: ${verdict.why ?? 'no reason given'}`;
      const { trial } = verdict;
      const facts = (verdict.facts ?? []).map(
        (fact) => `which it says is shown by this: ${factSentence(fact)}`,
      );
      const reasons = [...suspect.reasons, reason, ...facts, ...(trial === undefined ? [] : [trial.text])];
      const weight = trial === undefined ? 1 : weights[trial.outcome];
      return { ...suspect, score: suspect.score + bonus * weight, reasons };
    })
    .sort((a, b) => b.score - a.score);
}
