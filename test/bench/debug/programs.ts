import type { Tester } from '../../../src/host/debugging/tester';

/** A program with a bug, and what is known of it. */
export interface BuggyProgram {
  readonly set: string;
  readonly name: string;
  readonly source: string;
  /** What the debugger may see. */
  readonly tests: readonly string[];
  /** Decides, and is never shown; without it, the tests above do. */
  readonly finalTest?: string;
  readonly correct?: string;
  /** 1-based. */
  readonly bugLines?: readonly number[];
}

/** Test cases that the right program passes in time. */
export async function usableTests(
  { tests, correct }: BuggyProgram,
  tester: Tester,
): Promise<readonly string[]> {
  if (correct === undefined) return tests;
  const kept = await Promise.all(tests.map((test) => passes(correct, test, tester)));
  return tests.filter((_, i) => kept[i]);
}

/** Whether a test holds of a program. */
export async function passes(source: string, test: string, tester: Tester): Promise<boolean> {
  const [results = []] = await tester.tryPrograms([source], [test]);
  return results[0]?.status === 'passed';
}
