// Text put into a program without moving what stands there: no line is added, and columns can be told back.

/** Text inserted at one place of a line: where it stands in the new line (0-based) and how long it is. */
export type ColumnShift = readonly [column: number, length: number];

interface Insertion {
  readonly offset: number;
  /** Belongs to what ends here (0) or to what begins here (1). */
  readonly side: 0 | 1;
  readonly order: number;
  text: string;
}

/** Insertions into one text. Of those at one offset, what belongs to the end of something comes first. */
export class Insertions {
  private readonly all: Insertion[] = [];

  constructor(readonly text: string) {}

  /** Before what begins at the offset; of several, the first to be made stands first. */
  before(offset: number, text: string): { text: string } {
    return this.add(offset, 1, text);
  }

  /** After what ends at the offset; of several, the first to be made stands first. */
  after(offset: number, text: string): { text: string } {
    return this.add(offset, 0, text);
  }

  private add(offset: number, side: 0 | 1, text: string): Insertion {
    const insertion: Insertion = { offset, side, order: this.all.length, text };
    this.all.push(insertion);
    return insertion;
  }

  /** The new text. The first insertion of a line starts with `mark`, a comment. */
  apply(mark: string): { text: string; shifts: Record<number, ColumnShift[]> } {
    const { text } = this;
    const sorted = this.all
      .filter((insertion) => insertion.text !== '')
      .sort((a, b) => a.offset - b.offset || a.side - b.side || a.order - b.order);
    const pieces: string[] = [];
    const shifts: Record<number, ColumnShift[]> = {};
    let at = 0;
    let line = 0;
    let column = 0;
    for (const insertion of sorted) {
      const between = text.slice(at, insertion.offset);
      const breaks = between.match(lineEnd)?.length ?? 0;
      column = breaks > 0 ? between.length - lastLineStart(between) : column + between.length;
      line += breaks;
      const inserted = shifts[line] === undefined ? mark + insertion.text : insertion.text;
      pieces.push(between, inserted);
      (shifts[line] ??= []).push([column, inserted.length]);
      column += inserted.length;
      at = insertion.offset;
    }
    pieces.push(text.slice(at));
    return { text: pieces.join(''), shifts };
  }
}

/** As V8 counts lines. */
const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;

function lastLineStart(text: string): number {
  for (let i = text.length; i > 0; i--) {
    if (/[\n\r\u2028\u2029]/.test(text.charAt(i - 1))) return i;
  }
  return 0;
}
