// Literals of JavaScript.
import type { Node } from 'web-tree-sitter';
import { textOf, valueOf } from './variedCalls/nearValues';

/** The literal that a text in parentheses is, written plainly; undefined where it is none. @param root Of `(TEXT)`. */
export function javascriptLiteral(root: Node): string | undefined {
  const [statement, ...others] = root.namedChildren.filter(({ isExtra }) => !isExtra);
  const [group, ...more] = statement?.namedChildren ?? [];
  const [inner, ...further] = group?.namedChildren ?? [];
  const isOne = others.length + more.length + further.length === 0 && !root.hasError;
  if (!isOne || group?.type !== 'parenthesized_expression' || inner === undefined) return undefined;
  const value = valueOf(inner);
  return value === undefined ? undefined : textOf(value);
}
