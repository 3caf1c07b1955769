export interface RestartLimits {
  /** Ends closer together than this count as quick. */
  readonly quickMs: number;
  /** Pauses before the restarts after the first, second, … quick end; after one more, it is given up. */
  readonly pausesMs: readonly number[];
}

export const restartLimits: RestartLimits = { quickMs: 60_000, pausesMs: [0, 500, 2_000] };

/** Decides whether and when a process that ended by itself is started again. */
export class RestartPolicy {
  private ends: number[] = [];

  constructor(private readonly limits: RestartLimits = restartLimits) {}

  /** The pause before the next start, for an end at `now` in milliseconds; undefined when it is given up. */
  ended(now: number): number | undefined {
    this.ends = [...this.ends.filter((end) => now - end < this.limits.quickMs), now];
    return this.limits.pausesMs[this.ends.length - 1];
  }

  /** Someone asked for a start: what was is forgotten. */
  reset(): void {
    this.ends = [];
  }
}
