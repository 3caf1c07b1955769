import type { Position, Range } from './position';

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Converts between offsets (0-based, UTF-16 code units) and positions of one text. Lines end with LF, CRLF or a lone
 * CR, as in VS Code and in Python. What lies outside of the text is taken as its nearest end; an offset between CR and
 * LF as standing before both, so that positions never point into a line's terminator.
 */
export class LineIndex {
  private readonly starts: readonly number[];

  constructor(readonly text: string) {
    this.starts = lineStarts(text);
  }

  /** At least 1: a text that ends with a terminator has an empty last line. */
  get lineCount(): number {
    return this.starts.length;
  }

  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.starts[position.line];
    if (start === undefined) return this.text.length;
    return Math.min(start + Math.max(position.column, 0), this.lineEnd(position.line));
  }

  positionAt(offset: number): Position {
    const within = Math.min(Math.max(offset, 0), this.text.length);
    const line = this.lineAt(within);
    return { line, column: Math.min(within, this.lineEnd(line)) - this.lineStart(line) };
  }

  /** The range between two offsets. */
  rangeAt(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** Text of a 0-based line without its terminator; empty outside of the text. */
  lineText(line: number): string {
    return this.text.slice(this.lineStart(line), this.lineEnd(line));
  }

  private lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStart(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private lineStart(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** Offset of the line's terminator, or the end of the text. */
  private lineEnd(line: number): number {
    const next = this.starts[line + 1];
    if (next === undefined) return this.text.length;
    const isPair =
      this.text.charCodeAt(next - 1) === lineFeed && this.text.charCodeAt(next - 2) === carriageReturn;
    return isPair && next - 2 >= this.lineStart(line) ? next - 2 : next - 1;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    const endsLine =
      unit === lineFeed || (unit === carriageReturn && text.charCodeAt(offset + 1) !== lineFeed);
    if (endsLine) starts.push(offset + 1);
  }
  return starts;
}
