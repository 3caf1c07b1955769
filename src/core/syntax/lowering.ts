import type { Node } from 'web-tree-sitter';
import type { Construct } from './construct';
import { simpleSpan } from './spans';

/** Says what a statement of one node type is; `lower` does it for a statement that the node merely wraps. */
export type Lowering = (node: Node, lower: (node: Node) => Construct) => Construct;

/** Lowers by node type; what the table does not name is a simple statement. */
export function lowerBy(table: Readonly<Record<string, Lowering>>): (node: Node) => Construct {
  const lower = (node: Node): Construct =>
    table[node.type]?.(node, lower) ?? { kind: 'simple', statement: simpleSpan(node) };
  return lower;
}
