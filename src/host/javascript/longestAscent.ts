/**
 * Indexes of the most values that can be kept so that none is below one before it (a longest non-decreasing
 * subsequence, by patience sorting: Schensted 1961). `undefined` is never kept. Time n log n.
 */
export function longestAscent(values: readonly (number | undefined)[]): Set<number> {
  /** By length - 1: the index of the smallest value that ends an ascent of that length. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  values.forEach((value, index) => {
    if (value === undefined) return;
    const length = firstAbove(ends, (end) => (values[end] ?? 0) > value);
    previous[index] = ends[length - 1];
    ends[length] = index;
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) kept.add(at);
  return kept;
}

function firstAbove(ends: readonly number[], isAbove: (end: number) => boolean): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const end = ends[middle];
    if (end !== undefined && !isAbove(end)) low = middle + 1;
    else high = middle;
  }
  return low;
}
