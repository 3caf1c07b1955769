// Where a ranking has the line that is wrong.
import type { DebugReport } from '../../../src/core/debugging/debugReport';

/** The rank of the first block with such a line, from 1, and the share of all lines that are read before it. */
export interface Place {
  readonly rank: number;
  readonly readBefore: number;
}

/** @param wrong 1-based lines. */
export function placeOf(wrong: readonly number[], suspects: DebugReport['suspects']): Place {
  const lines = (suspect: DebugReport['suspects'][number]): number => suspect.endLine - suspect.startLine + 1;
  const all = suspects.reduce((sum, suspect) => sum + lines(suspect), 0);
  const at = suspects.findIndex(({ startLine, endLine }) =>
    wrong.some((line) => line >= startLine && line <= endLine),
  );
  if (at < 0) return { rank: Infinity, readBefore: 1 };
  return {
    rank: at + 1,
    readBefore: suspects.slice(0, at).reduce((sum, item) => sum + lines(item), 0) / all,
  };
}
