import type { Term } from './terms';

/** All terms of which some are made, these with them. */
export function termsIn(roots: readonly Term[]): Set<Term> {
  const seen = new Set<Term>();
  const open = [...roots];
  for (let term = open.pop(); term !== undefined; term = open.pop()) {
    if (seen.has(term)) continue;
    seen.add(term);
    open.push(...term.args);
  }
  return seen;
}
