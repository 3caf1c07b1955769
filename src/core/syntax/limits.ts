/** When work on a text is given up. */
export interface ParseLimits {
  /** Checked before and during the work. */
  readonly signal?: AbortSignal;
  /** Time for the work in milliseconds. */
  readonly limitMs?: number;
}

/** Work on a text was given up; the document still holds what it held before. */
export class ParseAbandoned extends Error {
  override readonly name = 'ParseAbandoned';

  constructor(readonly reason: 'cancelled' | 'time limit') {
    super(`Parsing was given up: ${reason}`);
  }
}

/** Watches over one piece of work. */
export class Deadline {
  private readonly signal: AbortSignal | undefined;
  private readonly end: number;

  /** @param now Clock in milliseconds. */
  constructor(
    { signal, limitMs = Infinity }: ParseLimits,
    private readonly now: () => number,
  ) {
    this.signal = signal;
    this.end = now() + limitMs;
  }

  isOver(): boolean {
    return this.signal?.aborted === true || this.now() > this.end;
  }

  /** @throws {ParseAbandoned} */
  check(): void {
    if (this.signal?.aborted === true) throw new ParseAbandoned('cancelled');
    if (this.now() > this.end) throw new ParseAbandoned('time limit');
  }
}
