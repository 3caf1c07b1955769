// Positions and ranges. Inside Witness everything is 0-based; only the edges (JSON, messages) are 1-based.

/** A place in a text. `line` is 0-based, `column` a 0-based count of UTF-16 code units, as VS Code counts. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A half-open stretch of text: `end` is the first position that no longer belongs to it. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Negative when `a` stands before `b`, positive when after, 0 when equal. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
