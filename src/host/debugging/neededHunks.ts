// Each part of a fix is left out in turn, to see whether a test needs it.
import { diffArrays } from 'diff';
import { hunksOf, withHunks } from '../../core/debugging/hunks';
import type { Tester } from './tester';

/** Parts of a change in the order of the text: whether a test fails without it. */
export interface TriedHunk {
  /** 1-based line of the text before. */
  readonly line: number;
  readonly isNeeded: boolean;
}

/**
 * @param tests Statements that all pass with the change, and not all without.
 * @throws Failure when cancelled
 */
export async function triedHunks(
  before: string,
  after: string,
  tests: readonly string[],
  tester: Tester,
): Promise<TriedHunk[]> {
  const all = hunksOf(diffArrays(before.split('\n'), after.split('\n')));
  const without = all.map((hunk) =>
    withHunks(
      before,
      all.filter((other) => other !== hunk),
    ),
  );
  // Without its only part, a change is none.
  const results = all.length < 2 ? [] : await tester.tryPrograms(without, tests);
  return all.map(({ from }, i) => ({
    line: from + 1,
    isNeeded:
      all.length < 2 ||
      results[i]?.length !== tests.length ||
      results[i].some(({ status }) => status !== 'passed'),
  }));
}
