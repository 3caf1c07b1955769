// The answer to "why this value?" in the order in which it is read and walked: each step before those that explain it.

/** A node as it is read. */
export type Cause<Node> = Node & {
  /** From 1, in the order of reading. */
  readonly number: number;
  readonly children: readonly Cause<Node>[];
};

/**
 * The first cause, with all others below it; undefined where there is none.
 * @param nodes Each with the index of the one that it explains; -1 for the first.
 */
export function readingOrder<Node extends { readonly parent: number }>(
  nodes: readonly Node[],
): Cause<Node> | undefined {
  let count = 0;
  const build = (index: number): Cause<Node> | undefined => {
    const node = nodes[index];
    if (node === undefined) return undefined;
    const number = ++count;
    const children = nodes.flatMap(({ parent }, i) => (parent === index ? (build(i) ?? []) : []));
    return { ...node, number, children };
  };
  return build(0);
}

/** All causes by their numbers. */
export function flat<Node>(cause: Cause<Node>): Cause<Node>[] {
  return [cause, ...cause.children.flatMap((child) => flat<Node>(child))];
}
