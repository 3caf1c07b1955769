// Cuts long lists into pages of pages, so that a tree never shows more than a hundred items below one.

/** Items or pages below one node at most. */
export const pageLength = 100;

/** A half-open stretch of a list. */
export interface Page {
  readonly from: number;
  readonly to: number;
}

/** The pages that a stretch is cut into; undefined when its items can be shown themselves. */
export function pagesOf({ from, to }: Page): Page[] | undefined {
  const length = to - from;
  if (length <= pageLength) return undefined;
  let size = pageLength;
  while (size * pageLength < length) size *= pageLength;
  return Array.from({ length: Math.ceil(length / size) }, (_, i) => ({
    from: from + i * size,
    to: Math.min(to, from + (i + 1) * size),
  }));
}

/** The pages that an item lies in, from the largest to the smallest; without the whole list itself. */
export function pagesTo(item: number, whole: Page): Page[] {
  const path: Page[] = [];
  for (let pages = pagesOf(whole); pages !== undefined;) {
    const inside = pages.find(({ from, to }) => from <= item && item < to);
    if (inside === undefined) return path;
    path.push(inside);
    pages = pagesOf(inside);
  }
  return path;
}
