/** A straight-line run of statements of one block within one suite. */
export class Run {
  /** Its values have been handed over, or control has gone elsewhere. */
  ended = false;
  /** Where its last statement ends. */
  lastEnd = -1;

  /** @param start Where it starts, before its labels; -1 where it goes on from the suite around. */
  constructor(
    readonly block: number | undefined,
    readonly start = -1,
  ) {}
}
