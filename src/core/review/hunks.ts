import { structuredPatch } from 'diff';
import type { Hunk } from './change';

/** Past this many edits two texts are taken for different altogether. */
const maxEditLength = 20_000;

/** The stretches of lines in which two texts differ, in order, without lines around them. */
export function hunksBetween(old: string, now: string): Hunk[] {
  const options = { context: 0, stripTrailingCr: true, maxEditLength };
  const patch = structuredPatch('', '', old, now, '', '', options);
  if (patch === undefined) return [{ old: wholeOf(old), new: wholeOf(now) }];
  return patch.hunks.map(({ oldStart, oldLines, newStart, newLines }) => ({
    old: span(oldStart, oldLines),
    new: span(newStart, newLines),
  }));
}

/** Of no lines too, a hunk names the line that they would begin on. */
function span(firstLine: number, lines: number): Hunk['old'] {
  return { start: firstLine - 1, end: firstLine - 1 + lines };
}

function wholeOf(text: string): Hunk['old'] {
  return { start: 0, end: text.split('\n').length };
}

/**
 * Where a line of one text stands in another one, both 0-based; undefined where it is not in it.
 * @param of The text that the line belongs to.
 */
export function lineIn(other: string, of: string, line: number): number | undefined {
  let shift = 0;
  for (const { old, new: now } of hunksBetween(other, of)) {
    if (line < now.start) break;
    if (line < now.end) return undefined;
    shift = old.end - now.end;
  }
  return line + shift;
}
