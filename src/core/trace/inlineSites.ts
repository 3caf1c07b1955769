// What is gathered about one place of a file while its inline values are collected.
import type { InlineOccurrence } from './inlineValues';
import type { NamedValue, TracedValue } from './model';

/** What is known of one block, or of the calls of one function. Lines are 0-based. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly isLambda: boolean;
  /** Of a loop's head, its iterations. */
  count: number;
  readonly kept: Map<number, InlineOccurrence>;
}

/** Adds what was kept of the nth run of a place. */
export function keep(site: Site, nth: number, values: readonly NamedValue[], returned?: TracedValue): void {
  const earlier = site.kept.get(nth);
  const all = [...(earlier?.values ?? []), ...values];
  const result = returned ?? earlier?.returned;
  if (all.length === 0 && result === undefined) return;
  site.kept.set(nth, { nth, values: all, ...(result !== undefined && { returned: result }) });
}

/** Statements that share a line are one: their nth runs are told together. */
export function merged(sites: readonly Site[]): InlineOccurrence[] {
  const all = new Map<number, InlineOccurrence>();
  for (const { kept } of sites) {
    for (const occurrence of kept.values()) {
      const { nth } = occurrence;
      const known = all.get(nth);
      all.set(nth, { ...known, ...occurrence, values: [...(known?.values ?? []), ...occurrence.values] });
    }
  }
  return [...all.values()].sort((a, b) => a.nth - b.nth);
}

/** The first and the last items, twice as many of these, when there are more than `limit`. */
export function bounded<T>(items: readonly T[], limit: number): readonly T[] {
  if (items.length <= limit) return items;
  const head = Math.floor(limit / 3);
  return [...items.slice(0, head), ...items.slice(items.length - (limit - head))];
}

/** A block's own definitions before what it changed otherwise. */
export function definitionsFirst(
  values: readonly NamedValue[],
  definitions: readonly string[],
): NamedValue[] {
  const rank = ({ name }: NamedValue): number => (definitions.includes(name) ? 0 : 1);
  return [...values].sort((a, b) => rank(a) - rank(b));
}
