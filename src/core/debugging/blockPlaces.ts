// Which basic block runs what stands at a place of the text.
import type { SourceModel } from '../syntax/model';
import { LineIndex } from '../text/lineIndex';

interface Part {
  readonly from: number;
  readonly to: number;
  readonly block: number;
}

export class BlockPlaces {
  /** By where they start. */
  private readonly parts: readonly Part[];

  constructor(model: SourceModel, source: string) {
    const lines = new LineIndex(source);
    const heads = model.statements
      .filter(({ block }) => block >= 0)
      .map(({ headRange, block }) => ({ range: headRange, block }));
    const others = model.blocks
      .filter(({ statements }) => statements.length === 0)
      .map(({ range, index }) => ({ range, block: index }));
    this.parts = [...heads, ...others]
      .map(({ range, block }) => ({
        from: lines.offsetAt(range.start),
        to: lines.offsetAt(range.end),
        block,
      }))
      .sort((a, b) => a.from - b.from || b.to - a.to);
  }

  /** The block of the innermost head of a statement around an offset; undefined between statements. */
  blockAt(offset: number): number | undefined {
    let [low, high] = [0, this.parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.parts[middle]?.from ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    // Heads are nested, but a head hardly ever holds many others.
    for (let at = low - 1; at >= 0; at--) {
      const part = this.parts[at];
      if (part !== undefined && part.to > offset) return part.block;
    }
    return undefined;
  }
}
