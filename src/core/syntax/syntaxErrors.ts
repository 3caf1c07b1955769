import type { Node } from 'web-tree-sitter';
import type { SyntaxErrorRange } from './model';
import type { ParsedText } from './parsedText';

/** What the parser could not read, in source order; errors inside of errors are left out. */
export function findSyntaxErrors({ root, lines }: ParsedText): SyntaxErrorRange[] {
  const errors: SyntaxErrorRange[] = [];
  const unvisited: Node[] = root.hasError ? [root] : [];
  for (let node = unvisited.pop(); node !== undefined; node = unvisited.pop()) {
    if (node.isError || node.isMissing) {
      const range = lines.rangeAt(node.startIndex, node.endIndex);
      errors.push({ range, kind: node.isError ? 'error' : 'missing' });
    } else {
      for (const child of node.children.toReversed()) {
        if (child.hasError || child.isMissing) unvisited.push(child);
      }
    }
  }
  return errors;
}
