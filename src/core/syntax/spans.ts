import type { Node } from 'web-tree-sitter';
import type { Span, StatementSpan } from './construct';

export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** A statement that is its own head. */
export function simpleSpan(node: Node): StatementSpan {
  const whole = spanOf(node);
  return { whole, head: whole };
}

/** A compound statement: the head ends with the last token before `body`. */
export function compoundSpan(node: Node, body: Node | null): StatementSpan {
  return { whole: spanOf(node), head: headSpan(node, body) };
}

/** From the start of `node` to the last token before `body`, one of its children; comments between are left out. */
export function headSpan(node: Node, body: Node | null): Span {
  if (body === null) return spanOf(node);
  let end = node.startIndex;
  for (const child of node.children) {
    if (child.id === body.id || child.startIndex >= body.startIndex) break;
    if (!child.isExtra) end = child.endIndex;
  }
  return { start: node.startIndex, end };
}

/** What stands within any number of parentheses, as Python's `ast` sees it. */
export function withoutParentheses(expression: Node): Node {
  let inner = expression;
  while (inner.type === 'parenthesized_expression') {
    const content = inner.namedChildren.find((child) => !child.isExtra);
    if (content === undefined) break;
    inner = content;
  }
  return inner;
}

/** Direct children of one type. */
export function childrenOfType(node: Node, type: string): Node[] {
  return node.namedChildren.filter((child) => child.type === type);
}

/** Whether one of the direct children is this token. */
export function hasToken(node: Node, token: string): boolean {
  return node.children.some((child) => child.type === token);
}
