// Which run of which place gave a variable its value, in the frames that an exception ended: their last values are known
// from the raise also where the runs themselves were not kept.

export interface Definition {
  readonly block: number;
  readonly nth: number;
}

export class LastDefinitions {
  private readonly byFrame = new Map<number, Map<string, Definition>>();

  /** @param frames Those to watch. */
  constructor(frames: Iterable<number>) {
    for (const frame of frames) this.byFrame.set(frame, new Map());
  }

  /** A block ran for the nth time, over all frames. */
  ran(frame: number, block: number, nth: number, names: readonly string[]): void {
    const watched = this.byFrame.get(frame);
    if (watched === undefined) return;
    for (const name of names) watched.set(name, { block, nth });
  }

  of(frame: number, name: string): Definition | undefined {
    return this.byFrame.get(frame)?.get(name);
  }
}
