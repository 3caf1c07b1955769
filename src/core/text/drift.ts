// Keeps ranges on their text while the document around them changes.
import type { TextEdit } from './edit';
import { comparePositions, type Position, type Range } from './position';

/**
 * Where `range` lies after `edits` (each refers to the text that the one before it left), or undefined once an edit
 * touched its text. What is typed right before or right after the range stays outside of it; an empty range is a
 * place, and text inserted there pushes it on.
 */
export function reanchor(range: Range, edits: readonly TextEdit[]): Range | undefined {
  let current = range;
  for (const edit of edits) {
    if (isNothing(edit)) continue;
    const moved = moveOver(current, edit);
    if (moved === undefined) return undefined;
    current = moved;
  }
  return current;
}

function moveOver(range: Range, edit: TextEdit): Range | undefined {
  if (comparePositions(edit.range.end, range.start) <= 0) {
    return { start: shift(range.start, edit), end: shift(range.end, edit) };
  }
  if (comparePositions(edit.range.start, range.end) >= 0) return range;
  return undefined;
}

function isNothing({ range, text }: TextEdit): boolean {
  return text === '' && comparePositions(range.start, range.end) === 0;
}

/** Where a position at or after the edit's end stands when the edit is done. */
function shift(position: Position, edit: TextEdit): Position {
  const { start, end } = edit.range;
  const insertedEnd = endOfText(start, edit.text);
  const line = position.line - end.line + insertedEnd.line;
  if (position.line !== end.line) return { line, column: position.column };
  return { line, column: position.column - end.column + insertedEnd.column };
}

/** The position after `text` when it is written at `start`. */
function endOfText(start: Position, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const column = lines.length === 1 ? start.column + last.length : last.length;
  return { line: start.line + lines.length - 1, column };
}
