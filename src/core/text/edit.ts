import { LineIndex } from './lineIndex';
import type { Range } from './position';

/** Replaces what `range` covers by `text`; the shape of VS Code's and LSP's content changes. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** The text after `edits`, each of which refers to the text that the one before it left. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce((current, edit) => applyEdit(new LineIndex(current), edit), text);
}

/** The text of `before` after one edit. */
export function applyEdit(before: LineIndex, edit: TextEdit): string {
  const start = before.offsetAt(edit.range.start);
  const end = before.offsetAt(edit.range.end);
  return before.text.slice(0, start) + edit.text + before.text.slice(end);
}

/**
 * One edit that turns `before` into `after`, as short as a common prefix and suffix allow; undefined when they are
 * equal. It never cuts a CRLF or a surrogate pair in two.
 */
export function minimalEdit(before: LineIndex, after: string): TextEdit | undefined {
  const old = before.text;
  if (old === after) return undefined;
  const shorter = Math.min(old.length, after.length);

  let prefix = 0;
  while (prefix < shorter && old.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  while (splitsPair(old, prefix) || splitsPair(after, prefix)) prefix--;

  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    old.charCodeAt(old.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
  ) {
    suffix++;
  }
  const splits = (): boolean =>
    splitsPair(old, old.length - suffix) || splitsPair(after, after.length - suffix);
  while (suffix > 0 && splits()) suffix--;

  return {
    range: before.rangeAt(prefix, old.length - suffix),
    text: after.slice(prefix, after.length - suffix),
  };
}

/** Whether the cut before `offset` would part CR from LF or the halves of an astral character. */
function splitsPair(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  const pair = text.slice(offset - 1, offset + 1);
  return pair === '\r\n' || /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
}
