// How long a test of a changed program may take.
import type { ObservedTest } from '../../core/debugging/testRun';

/**
 * A changed program gets so many times what a test took, but not less than this in milliseconds. What counts is the processor's
 * time, which does not depend on what else the machine does; the clock ends only what waits.
 */
const patience = { times: 10, leastProcessorMs: 100, leastMs: 1000 };
const longestMs = 120_000;
/** So many times as much by the clock, as other programs may have the processor meanwhile. */
const clock = 3;

export interface TestLimits {
  /** By the clock and by the processor's time. */
  readonly limitMs: number;
  readonly processorMs: number;
}

/** Of a test of which nothing is known yet. @param limitMs Time for one test in milliseconds. */
export function limitsOfOne(limitMs: number): TestLimits {
  return { limitMs: clock * limitMs, processorMs: limitMs };
}

export class Patience {
  /** What each test took when it was observed; nothing where it did not end. */
  private readonly taken = new Map<string, { readonly ms: number; readonly processorMs: number }>();

  /** @param limitMs Time for one test in milliseconds. */
  constructor(private readonly limitMs: number) {}

  note({ text, status, ms, processorMs }: ObservedTest): void {
    // What is seen line by line takes longer: it says more than enough.
    const hasEnded = status !== 'timeout' && ms !== undefined && processorMs !== undefined;
    this.taken.set(text, hasEnded ? { ms, processorMs } : { ms: 0, processorMs: 0 });
  }

  /**
   * Time for a test of a changed program: that of the slowest of these, or of all where one of them is not known, never
   * more than a test may take at all.
   * @param times So many times as much.
   */
  limitsOf(tests: readonly string[], times = 1): TestLimits {
    const own = limitsOfOne(this.limitMs);
    const most = {
      limitMs: Math.min(own.limitMs * times, longestMs),
      processorMs: Math.min(own.processorMs * times, longestMs),
    };
    if (this.taken.size === 0) return most;
    const known = tests.flatMap((test) => this.taken.get(test) ?? []);
    const counted = known.length === tests.length && tests.length > 0 ? known : [...this.taken.values()];
    const enough = (least: number, taken: readonly number[]): number =>
      Math.ceil(times * Math.max(least, patience.times * Math.max(...taken)));
    const ms = counted.map((test) => test.ms);
    const processorMs = counted.map((test) => test.processorMs);
    return {
      limitMs: Math.min(most.limitMs, enough(patience.leastMs, ms)),
      processorMs: Math.min(most.processorMs, enough(patience.leastProcessorMs, processorMs)),
    };
  }
}
