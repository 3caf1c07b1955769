// A block on trial: what it says of a block that the test still fails when it starts from the right state, and passes
// when it leaves the right one.
import type { TestResult } from './testRun';

/** A run of a failing test in which one block got states of a program that passes it. */
export interface ForcedRun extends TestResult {
  /** `entry`: it started from the expected state, and what it calls gave the expected result. `exit`: it left as expected. */
  readonly side: 'entry' | 'exit';
  /** Runs of the block that got a state, and those for which none is known or none could be made. */
  readonly forced: number;
  readonly missing: number;
  /** Calls made by the block whose right result is not known, and variables that it reads of which nothing was kept. */
  readonly unknown: number;
}

/**
 * `witnessed`: the fault is in the block. `before`: in it or before it. `after`: in it or after it. `refuted`: not in it
 * alone. `claimed`: as `witnessed`, but it rests on what the test itself expects. `moved`: the failure became another one,
 * which proves nothing. `not alignable`: no state for a run of the block.
 */
export type TrialVerdict =
  'witnessed' | 'before' | 'after' | 'refuted' | 'claimed' | 'moved' | 'not alignable';

/**
 * The verdict of one failing test.
 * @param failure How the test fails without any change.
 * @param isOwnExpectation Whether forcing the block's exit is no more than telling the test what it expects.
 */
export function trialVerdict(
  failure: TestResult,
  entry: ForcedRun,
  exit: ForcedRun,
  isOwnExpectation: boolean,
): TrialVerdict {
  if (exit.forced === 0 || exit.missing > 0 || entry.forced === 0) return 'not alignable';
  const leavesRight = exit.status === 'passed';
  if (entry.status === 'passed') return leavesRight ? 'before' : 'refuted';
  if (entry.status !== failure.status || entry.type !== failure.type) return 'moved';
  if (!leavesRight) return 'after';
  return isOwnExpectation || entry.unknown > 0 ? 'claimed' : 'witnessed';
}

/**
 * The verdict of one failing test where somebody says what is right on entry, at exit, or both.
 * @param isOwnExpectation As of `trialVerdict`.
 */
export function statedVerdict(
  failure: TestResult,
  entry: ForcedRun | undefined,
  exit: ForcedRun | undefined,
  isOwnExpectation: boolean,
): TrialVerdict {
  if (entry !== undefined && exit !== undefined) {
    if (entry.missing > 0) return 'not alignable';
    return trialVerdict(failure, entry, exit, isOwnExpectation);
  }
  const only = entry ?? exit;
  if (only === undefined || only.forced === 0 || only.missing > 0) return 'not alignable';
  if (only.status === 'passed') return 'before';
  if (only.status !== failure.status || only.type !== failure.type) return 'moved';
  return only === entry ? 'after' : 'refuted';
}

const strongestFirst: readonly TrialVerdict[] = [
  'refuted',
  'witnessed',
  'claimed',
  'before',
  'after',
  'moved',
];

/** The verdict of several failing tests: what refutes counts most, then what leaves the fewest places for the fault. */
export function jointVerdict(verdicts: readonly TrialVerdict[]): TrialVerdict {
  return strongestFirst.find((verdict) => verdicts.includes(verdict)) ?? 'not alignable';
}
