// Patterns that are looked for together in copied trees.
import type { SyntaxNode, SyntaxTree } from '../../syntax/syntaxTree';
import type { Match, TreePattern } from './treePattern';

type Numbered = readonly [index: number, pattern: TreePattern];

/** Patterns that are looked for together. */
export class PatternSet {
  private readonly byType = new Map<string, Numbered[]>();
  private readonly anywhere: Numbered[] = [];

  constructor(patterns: readonly TreePattern[]) {
    for (const [index, pattern] of patterns.entries()) {
      if (pattern.types === undefined) this.anywhere.push([index, pattern]);
      for (const type of new Set(pattern.types)) {
        const known = this.byType.get(type);
        if (known === undefined) this.byType.set(type, [[index, pattern]]);
        else known.push([index, pattern]);
      }
    }
  }

  /**
   * Tells each match of each pattern, by the pattern's index, in the order of the text.
   * @param placesFor Offsets of which each match of the pattern holds one, from low to high; by the pattern's index.
   */
  match(
    tree: SyntaxTree,
    onMatch: (index: number, match: Match) => void,
    placesFor: (index: number) => Places = () => 'anywhere',
  ): void {
    const wanted = (patterns: readonly Numbered[]): Wanted[] =>
      patterns.flatMap(([index, pattern]) => {
        const places = placesFor(index);
        return places.length === 0 ? [] : [{ index, pattern, places }];
      });
    const anywhere = wanted(this.anywhere);
    const byType = new Map([...this.byType].map(([type, patterns]) => [type, wanted(patterns)] as const));
    const types = new Set([...byType].flatMap(([type, patterns]) => (patterns.length > 0 ? [type] : [])));
    tree.visit(anywhere.length > 0 ? undefined : types, (node) => {
      matchAll(byType.get(node.type) ?? [], node, onMatch);
      matchAll(anywhere, node, onMatch);
    });
  }
}

/** Offsets from low to high. */
export type Places = readonly number[] | 'anywhere';

interface Wanted {
  readonly index: number;
  readonly pattern: TreePattern;
  readonly places: Places;
}

function matchAll(
  patterns: readonly Wanted[],
  node: SyntaxNode,
  onMatch: (index: number, match: Match) => void,
): void {
  for (const { index, pattern, places } of patterns) {
    if (!holdsOne(node, places)) continue;
    for (const match of pattern.matchesAt(node)) onMatch(index, match);
  }
}

function holdsOne({ startIndex, endIndex }: SyntaxNode, places: Places): boolean {
  if (places === 'anywhere') return true;
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < startIndex) low = middle + 1;
    else high = middle;
  }
  return (places[low] ?? Infinity) < endIndex;
}
