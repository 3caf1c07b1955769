// What stands around nodes of one tree.
import type { Node } from 'web-tree-sitter';

/**
 * The parser looks for the parent of a node from the root on, through all statements of the file: in a large one that is
 * dear. Here the statement is looked up, and the way down from it is gone once.
 */
export class Ancestors {
  private statements: readonly Node[] | undefined;

  constructor(private readonly root: Node) {}

  /** The nearest node around this one that is of one of these types. */
  nearest(node: Node, types: ReadonlySet<string>): Node | undefined {
    let found = types.has(this.root.type) && node.id !== this.root.id ? this.root : undefined;
    let around: Node | null = this.statementAt(node.startIndex);
    while (around !== null && around.id !== node.id) {
      if (types.has(around.type)) found = around;
      around = around.childWithDescendant(node);
    }
    return found;
  }

  private statementAt(offset: number): Node | null {
    this.statements ??= this.root.namedChildren;
    let [low, high] = [0, this.statements.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.statements[middle]?.startIndex ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.statements[low - 1] ?? null;
  }
}
