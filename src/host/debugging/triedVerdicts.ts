// Verdicts of a model on trial: what it says that variables should hold is forced there, and the failing test runs.
import type { VersionedSource } from '../../core/debugging/alignment';
import { saidOfBlocks } from '../../core/debugging/statedStates';
import { statesOfVerdict, verdictTrial, type VerdictTrial } from '../../core/debugging/model/verdictTrial';
import type { JudgedBlock } from '../../core/debugging/model/verdicts';
import { Failure } from '../failure';
import type { Tester } from './tester';
import { tryStated } from './trials';

export type TriedVerdict = JudgedBlock & { readonly trial?: VerdictTrial };

/** Wrong blocks that are tried. */
const mostTried = 6;

/**
 * @param lines The program, line by line.
 * @param test The failing test that the model was shown.
 * @throws Failure when cancelled
 */
export async function triedVerdicts(
  verdicts: readonly JudgedBlock[],
  program: VersionedSource,
  lines: VersionedSource,
  test: string,
  tester: Tester,
): Promise<readonly TriedVerdict[]> {
  const wrong = verdicts.filter(({ correct }) => !correct).slice(0, mostTried);
  return Promise.all(
    verdicts.map(async (verdict) => {
      const states = wrong.includes(verdict) ? statesOfVerdict(verdict, program.model, lines.model) : [];
      if (states.length === 0) return verdict;
      const sides = saidOfBlocks(states, program.model, lines.model);
      if ('problem' in sides) return { ...verdict, trial: verdictTrial(verdict.step, undefined) };
      try {
        const { blocks } = await tryStated(lines, sides, [test], tester);
        return { ...verdict, trial: verdictTrial(verdict.step, blocks[0]?.verdict) };
      } catch (error) {
        // What a model writes for a value may be none.
        if (!(error instanceof Failure) || error.kind !== 'usage') throw error;
        return { ...verdict, trial: verdictTrial(verdict.step, undefined) };
      }
    }),
  );
}
