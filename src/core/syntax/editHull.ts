// What a series of edits did to a text, as one stretch.
import type { LineIndex } from '../text/lineIndex';
import type { Span } from './construct';

/** The stretch from `start` to `oldEnd` became the one from `start` to `newEnd`; offsets. */
export interface Hull {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Edits of a parsed text, and where its tree is another one now. */
export interface TreeEdit {
  /** Of the old text. */
  readonly before: LineIndex;
  readonly hull: Hull;
  /** Offsets in the new text. */
  readonly reparsed: readonly { readonly startIndex: number; readonly endIndex: number }[];
}

interface Step {
  readonly startIndex: number;
  readonly oldEndIndex: number;
  readonly newEndIndex: number;
}

/** The smallest hull of edits, each of which refers to the text that the one before it left. */
export function hullOf(steps: readonly Step[]): Hull {
  let start = Infinity;
  let oldEnd = 0;
  let newEnd = 0;
  for (const { startIndex, oldEndIndex, newEndIndex } of steps) {
    if (start === Infinity) oldEnd = newEnd = oldEndIndex;
    start = Math.min(start, startIndex);
    if (oldEndIndex > newEnd) {
      oldEnd += oldEndIndex - newEnd;
      newEnd = oldEndIndex;
    }
    newEnd += newEndIndex - oldEndIndex;
  }
  return { start, oldEnd, newEnd };
}

/** Whether all that was edited, and all that was parsed anew, lies in a stretch of the new text. */
export function liesWithin({ hull, reparsed }: TreeEdit, { start, end }: Span): boolean {
  const isInside = (from: number, to: number): boolean => start <= from && to <= end;
  return (
    isInside(hull.start, hull.newEnd) &&
    reparsed.every(({ startIndex, endIndex }) => isInside(startIndex, endIndex))
  );
}
