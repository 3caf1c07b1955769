// Wrong calls: another function of the same shape, arguments exchanged or missing, a call too many or too few.
import type { Node } from 'web-tree-sitter';
import { instead, operand, type Operator, type Place } from './place';

export const calledMutations: Operator = (node, { language }) => {
  const name = language.calledName(node);
  if (name === undefined) return [];
  const others = language.alike.filter((group) => group.includes(name.text)).flat();
  return others
    .filter((other) => other !== name.text)
    .map((other) => instead(name, other, 'another function', 0.5));
};

export const argumentMutations: Operator = (node, place) => {
  const found = place.language.argumentsOf(node);
  if (found === undefined) return [];
  const { list, all, plain } = found;
  const exchanged = plain.flatMap((first, i) =>
    plain.slice(i + 1).map((second) => swapped(list, first, second)),
  );
  const dropped = all.length > 1 ? all.map((item) => without(list, all, item)) : [];
  const [only] = all;
  return [
    ...exchanged,
    ...dropped,
    ...(only !== undefined && all.length === 1 ? ofOne(node, list, only, place) : []),
  ];
};

/** A call with one argument may be one too many; a range may start elsewhere. */
function ofOne(node: Node, list: Node, only: Node, { language }: Place): ReturnType<Operator> {
  const called = node.childForFieldName('function');
  if (called === null || !language.mayBeDropped(called)) return [];
  const starts = language.otherArguments(called, only);
  return [
    instead(node, only.text, 'a call dropped', 0.3),
    ...starts.map((text) => instead(list, text, 'another start', 0.3)),
  ];
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

export const wrapperMutations: Operator = (node, { language }) => {
  if (!language.types.wrappable.test(node.type) || !language.isUsedValue(node)) return [];
  return language
    .wrapped(node.text, operand(node, language))
    .map((text) => instead(node, text, 'a missing call', 0.12));
};
