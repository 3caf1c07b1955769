// How much work the whole program is worth: in proportion to its size, so that time grows with it and no faster.

/** Units of work for one entry point at most. A unit is about 10 microseconds. */
const mostForEntry = 24_000;
/** What an entry point gets although the others have used everything up: enough for a function and its nearest calls. */
const leastForEntry = 1_000;
/** What a program is given whatever its size: that of files that people edit is explored in full. */
const basis = 200_000;
const perCharacter = 0.2;
/** Many entry points take little: the others may take several times an even share. */
const generosity = 4;

/** Shares work out among entry points. Depends on the program alone, never on the clock. */
export class Allowance {
  private left: number;

  /** @param entries Functions that may have to be explored. */
  constructor(
    characters: number,
    private entries: number,
  ) {
    this.left = basis + perCharacter * characters;
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
