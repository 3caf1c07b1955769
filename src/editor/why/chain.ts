// The answer to "why this value?" in the order in which it is read and walked: each step before those that explain it.
import type { WhyNode } from '../../protocol/recordings';

export interface Cause extends WhyNode {
  /** From 1, in the order of reading. */
  readonly number: number;
  readonly children: readonly Cause[];
}

/** The first cause, with all others below it; undefined where there is none. */
export function readingOrder(nodes: readonly WhyNode[]): Cause | undefined {
  let count = 0;
  const build = (index: number): Cause | undefined => {
    const node = nodes[index];
    if (node === undefined) return undefined;
    const number = ++count;
    const children = nodes.flatMap(({ parent }, i) => (parent === index ? (build(i) ?? []) : []));
    return { ...node, number, children };
  };
  return build(0);
}

/** All causes by their numbers. */
export function flat(cause: Cause): Cause[] {
  return [cause, ...cause.children.flatMap(flat)];
}
