// The matches of a query in a tree, stretch by stretch: of a file of megabytes they need never be in memory together.
import type { Node, Query, QueryMatch } from 'web-tree-sitter';

/** Lines. */
const stretch = 4_000;

/** Each match once: in the stretch in which its first captured node begins. */
export function* matchesInParts(query: Query, root: Node, matchLimit: number): Iterable<QueryMatch> {
  const last = root.endPosition.row;
  if (last < 2 * stretch) {
    yield* query.matches(root, { matchLimit });
    return;
  }
  for (let from = 0; from <= last; from += stretch) {
    const to = from + stretch;
    const startPosition = { row: from, column: 0 };
    const endPosition = { row: to, column: 0 };
    for (const match of query.matches(root, { matchLimit, startPosition, endPosition })) {
      const row = match.captures[0]?.node.startPosition.row ?? 0;
      if (row >= from && row < to) yield match;
    }
  }
}
