// Wrong calls: another function of the same shape, arguments exchanged or missing, a call too many or too few.
import type { Node } from 'web-tree-sitter';
import { instead, isUsedValue, type Operator } from './context';

const alike: readonly (readonly string[])[] = [
  ['any', 'all'],
  ['min', 'max', 'sum'],
  ['sorted', 'reversed', 'list', 'set'],
  ['append', 'extend', 'add'],
  ['floor', 'ceil'],
  ['round', 'int', 'float'],
  ['find', 'rfind', 'index'],
  ['upper', 'lower', 'title', 'capitalize', 'swapcase'],
  ['isupper', 'islower', 'isalpha', 'isdigit', 'isalnum', 'isnumeric'],
  ['startswith', 'endswith'],
  ['strip', 'lstrip', 'rstrip'],
  ['keys', 'values', 'items'],
  ['union', 'intersection', 'difference', 'symmetric_difference'],
  ['combinations', 'permutations', 'combinations_with_replacement', 'product'],
  ['pop', 'popleft'],
  ['match', 'search', 'fullmatch', 'findall'],
];

const wrappers = ['abs', 'len', 'sorted', 'list', 'set', 'sum', 'int', 'str', 'tuple'];

export const calledMutations: Operator = (node) => {
  const called = node.type === 'call' ? node.childForFieldName('function') : null;
  const name = called?.type === 'attribute' ? called.childForFieldName('attribute') : called;
  if (name === null) return [];
  const others = alike.filter((group) => group.includes(name.text)).flat();
  return others
    .filter((other) => other !== name.text)
    .map((other) => instead(name, other, 'another function', 0.5));
};

export const argumentMutations: Operator = (node) => {
  const list = node.type === 'call' ? node.childForFieldName('arguments') : null;
  if (list?.type !== 'argument_list') return [];
  const given = list.namedChildren.filter((item) => !item.isExtra);
  const plain = given.filter(({ type }) => type !== 'keyword_argument');
  const exchanged = plain.flatMap((first, i) =>
    plain.slice(i + 1).map((second) => swapped(list, first, second)),
  );
  const dropped = given.length > 1 ? given.map((item) => without(list, given, item)) : [];
  const [only] = given;
  return [
    ...exchanged,
    ...dropped,
    ...(only !== undefined && given.length === 1 ? ofOne(node, list, only) : []),
  ];
};

/** A call with one argument may be one too many; a range may start elsewhere. */
function ofOne(node: Node, list: Node, only: Node): ReturnType<Operator> {
  const called = node.childForFieldName('function');
  if (called?.type !== 'identifier') return [];
  const unwrapped = instead(node, only.text, 'a call dropped', 0.3);
  if (called.text !== 'range') return [unwrapped];
  const starts = [`(1, ${only.text})`, `(1, ${only.text} + 1)`];
  return [unwrapped, ...starts.map((text) => instead(list, text, 'another start', 0.3))];
}

function swapped(list: Node, first: Node, second: Node): ReturnType<Operator>[number] {
  const between = list.text.slice(first.endIndex - list.startIndex, second.startIndex - list.startIndex);
  return {
    operator: 'arguments exchanged',
    from: first.startIndex,
    to: second.endIndex,
    text: `${second.text}${between}${first.text}`,
    weight: 0.5,
  };
}

function without(list: Node, given: readonly Node[], item: Node): ReturnType<Operator>[number] {
  const kept = given.filter(({ id }) => id !== item.id).map(({ text }) => text);
  return instead(list, `(${kept.join(', ')})`, 'an argument dropped', 0.2);
}

export const wrapperMutations: Operator = (node) => {
  if (!/^(?:identifier|call|attribute|subscript|binary_operator)$/.test(node.type) || !isUsedValue(node)) {
    return [];
  }
  return wrappers.map((name) => instead(node, `${name}(${node.text})`, 'a missing call', 0.12));
};
