// A change of a text as parts that can be left out one by one.

/** Some lines of the text before, from a 0-based index, and those that stand in their place. */
export interface Hunk {
  readonly from: number;
  readonly removed: number;
  readonly added: readonly string[];
}

/** Lines that differ, joined where they touch; both texts as lines. */
export interface LineChange {
  readonly count: number;
  readonly added: boolean;
  readonly removed: boolean;
  readonly value: readonly string[];
}

/** @param changes The difference of two lists of lines, in order, as `diffArrays` of `diff` gives it. */
export function hunksOf(changes: readonly LineChange[]): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let open: { from: number; removed: number; added: string[] } | undefined;
  for (const { count, added, removed, value } of changes) {
    if (!added && !removed) {
      open = undefined;
      at += count;
      continue;
    }
    if (open === undefined) {
      open = { from: at, removed: 0, added: [] };
      hunks.push(open);
    }
    if (added) open.added.push(...value);
    else {
      open.removed += count;
      at += count;
    }
  }
  return hunks;
}

/** The text with some of the hunks. */
export function withHunks(text: string, hunks: readonly Hunk[]): string {
  const lines = text.split('\n');
  for (const { from, removed, added } of hunks.toSorted((a, b) => b.from - a.from)) {
    lines.splice(from, removed, ...added);
  }
  return lines.join('\n');
}
