import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How many tests of a run passed and failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** What failed and why, to be said again at the end of a long run; the bare counts of some runs have none. */
  readonly failures?: readonly string[];
}

/** The counts of several runs taken together. */
export function sum(counts: readonly TestCounts[]): TestCounts {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
    failures: counts.flatMap(({ failures }) => failures ?? []),
  };
}

/** Whether a run shows that the code works: something ran, and none of it failed. */
export function isGreen(counts: TestCounts): boolean {
  return counts.failed === 0 && counts.passed > 0;
}

/** Leaves the counts of a run for the process that started it; without a file, nobody asked. */
export function writeCounts(file: string | undefined, counts: TestCounts): void {
  if (file === undefined) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(counts));
}

/** Takes the counts a process left, if it got that far. */
export function takeCounts(file: string): TestCounts | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestCounts;
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}
