import type { Node, Query, QueryMatch } from 'web-tree-sitter';
import type { LineIndex } from '../text/lineIndex';
import type { Span } from './construct';
import type { Deadline } from './limits';

/** A text, its tree, and how long work on it may take. */
export interface ParsedText {
  readonly root: Node;
  readonly lines: LineIndex;
  readonly deadline: Deadline;
  /** Only matches that touch this stretch are found; the whole text where it is missing. */
  readonly within?: Span;
}

/**
 * Matches of a query, in the order in which they are found.
 *
 * The parser's matcher takes time quadratic in some depths; matches that more than `matchLimit` unfinished ones
 * surround are lost, which happens in no code that a person wrote.
 * @throws {ParseAbandoned}
 */
export function matchesOf(query: Query, { root, deadline, within }: ParsedText): QueryMatch[] {
  const progressCallback = (): boolean => deadline.isOver();
  // The parser counts this range, and only this one, in bytes of UTF-16.
  const range = within && { startIndex: 2 * within.start, endIndex: 2 * within.end };
  const matches = query.matches(root, { matchLimit: 1000, progressCallback, ...range });
  deadline.check();
  return matches;
}
