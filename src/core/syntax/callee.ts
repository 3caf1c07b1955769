import type { Node } from 'web-tree-sitter';

/** Longer chains lose their beginning. */
const maximalParts = 12;

/**
 * What is called, short and on one line: `math.sqrt`; `list.map().filter` for a chain of calls; `table[].run` for an
 * item; `….run` where it starts with something that has no name.
 */
export function calleeText(callee: Node): string {
  let text = '';
  let node: Node | undefined = callee;
  for (let part = 0; part < maximalParts && node !== undefined; part++) {
    const step = stepOf(node);
    text = step.text + text;
    node = step.base;
  }
  const whole = node === undefined ? text : `…${text}`;
  return callee.type === 'method_invocation' ? whole.replace(/\(\)$/, '') : whole;
}

interface Step {
  readonly text: string;
  /** What stands before. */
  readonly base: Node | undefined;
}

function stepOf(node: Node): Step {
  if (node.childCount === 0) return { text: node.text, base: undefined };
  if (node.type === 'method_invocation') return stepOfMethod(node);
  const member = field(node, 'attribute') ?? field(node, 'property') ?? field(node, 'field');
  const object = field(node, 'object') ?? field(node, 'value');
  if (member !== undefined && object !== undefined) return { text: `.${member.text}`, base: object };

  const called = field(node, 'function') ?? field(node, 'constructor');
  if (called !== undefined) return { text: '()', base: called };
  if (object !== undefined) return { text: '[]', base: object };
  return unwrapped(node);
}

/** Java has no node for `object.name` in `object.name()`. */
function stepOfMethod(node: Node): Step {
  const object = field(node, 'object');
  const name = field(node, 'name')?.text ?? '…';
  return { text: `${object === undefined ? '' : '.'}${name}()`, base: object };
}

/** Parentheses, `await`, a non-null assertion. */
function unwrapped(node: Node): Step {
  const inner = node.namedChildren.filter((child) => !child.isExtra);
  const [only] = inner;
  const isWrapper =
    inner.length === 1 && only !== undefined && /^(?:parenthesized|non_null)_expression$/.test(node.type);
  return isWrapper ? { text: '', base: only } : { text: '…', base: undefined };
}

function field(node: Node, name: string): Node | undefined {
  return node.childForFieldName(name) ?? undefined;
}
