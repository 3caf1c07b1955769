// Code that runs as it is, because probes could not be put into it without changing what it does.
import type { Node } from 'web-tree-sitter';
import { isFunction } from './declarations';

/**
 * Why the code of a body's own frame gets no probes; undefined where it does. Functions inside of it may still get
 * theirs, but not those in the body of a `with`.
 * @param text That of the whole file.
 */
export function reasonToLeaveAlone(body: Node, text: string): string | undefined {
  const stack = [body];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const reason = reasonOf(node, text);
    if (reason !== undefined) return reason;
    if (node.id === body.id || !isFunction(node)) stack.push(...node.namedChildren);
  }
  return undefined;
}

function reasonOf(node: Node, text: string): string | undefined {
  switch (node.type) {
    case 'with_statement':
      // Names in it may be anything, also those of probes.
      return 'uses "with"';
    case 'expression_statement':
      // `while (x) let` is a statement of a variable with that name, which nothing may be put around.
      return node.namedChildren[0]?.text === 'let' ? 'has a variable with the name "let"' : undefined;
    case 'using_declaration':
    case 'lexical_declaration':
      // The end of its block hands over control, where no probe can stand.
      return text.startsWith('await', node.startIndex) ? 'uses "await using"' : undefined;
    case 'for_in_statement':
      return forAwaitUsing.test(text.slice(node.startIndex, node.startIndex + 200))
        ? 'uses "await using"'
        : undefined;
    default:
      return undefined;
  }
}

const forAwaitUsing = /^for\s*(?:await\s*)?\(\s*await\s+using\b/;
