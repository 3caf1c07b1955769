// How much work the whole program is worth: in proportion to its size, so that time grows with it and no faster.

/** Units of work for one entry point at most. A unit is about 5 microseconds. */
const mostForEntry = 16_000;
/** What an entry point gets although the others have used everything up: enough for a function and its nearest calls. */
const leastForEntry = 2_000;
/** What a program is given whatever its size: that of files that people edit is explored in full. */
const basis = 200_000;
const perCharacter = 0.13;
/** Many entry points take little: the others may take several times an even share. */
const generosity = 4;

/** Shares work out among entry points. Depends on the program alone, never on the clock. */
export class Allowance {
  private left: number;
  private entries = 0;

  constructor(characters: number) {
    this.left = basis + perCharacter * characters;
  }

  /**
   * Those of the functions that can be explored well enough, nearest first; the nearest ones always. In a large program
   * nearly every function reaches nearly everything over enough calls, and no exploration follows so many.
   * @param nearest How many calls a function is away from a source and a sink.
   */
  affordable<T>(nearest: ReadonlyMap<T, number>): ReadonlySet<T> {
    const sorted = [...nearest].sort(([, a], [, b]) => a - b);
    const [, furthest = Infinity] = sorted[Math.floor(this.left / leastForEntry)] ?? [];
    const [, least = 0] = sorted[0] ?? [];
    const isNear = (calls: number): boolean => calls < furthest || calls === least;
    const chosen = new Set(sorted.flatMap(([each, calls]) => (isNear(calls) ? [each] : [])));
    this.entries = chosen.size;
    return chosen;
  }

  /** Units that the next entry point may take. */
  share(): number {
    const fair = (this.left / Math.max(1, this.entries)) * generosity;
    return Math.round(Math.min(mostForEntry, Math.max(leastForEntry, fair)));
  }

  /** An entry point has taken so much. */
  take(units: number): void {
    this.left = Math.max(0, this.left - units);
    this.entries--;
  }
}
