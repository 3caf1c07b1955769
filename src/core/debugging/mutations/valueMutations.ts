// Wrong values: constants, off by one, another variable or attribute in scope, a part of a sequence.
import type { Node } from 'web-tree-sitter';
import type { MutationProfile } from './mutationProfile';
import { instead, operand, type Operator } from './place';

export const constantMutations: Operator = (node, { variables, language }) => {
  if (node.type === language.types.integer) return numberMutations(node, language);
  const others = language
    .constants(node)
    .map(([text, weight]) => instead(node, text, 'another constant', weight));
  if (!language.isEmptyList(node)) return others;
  return [...others, ...variables.slice(0, 8).map((name) => instead(node, name, 'another variable', 0.25))];
};

/** The number before and the one behind, with a sign where one stands before it. */
function numberMutations(node: Node, language: MutationProfile): ReturnType<Operator> {
  const { parent } = node;
  const isNegated = parent !== null && language.signed(parent) !== undefined && parent.text.startsWith('-');
  const value = (isNegated ? -1 : 1) * Number(node.text);
  if (!Number.isSafeInteger(value)) return [];
  return [1, -1].map((by) => instead(isNegated ? parent : node, String(value + by), 'off by one', 0.6));
}

/** `e + 1`, `e - v`, … where an expression is handed on. */
export const offsetMutations: Operator = (node, { variables, language }) => {
  if (!language.types.countable.test(node.type) || !language.isUsedValue(node)) return [];
  const text = operand(node, language);
  const byOne =
    node.type === language.types.integer || hasOffset(node, language)
      ? []
      : [instead(node, `${text} + 1`, 'off by one', 0.5), instead(node, `${text} - 1`, 'off by one', 0.5)];
  const byName = variables
    .filter((name) => name !== node.text)
    .slice(0, 10)
    .flatMap((name) => [
      instead(node, `${text} - ${name}`, 'a missing part', 0.2),
      instead(node, `${text} + ${name}`, 'a missing part', 0.2),
    ]);
  return [...byOne, ...byName];
};

/** `e + 1`, whose number is another mutation's to change. */
function hasOffset(node: Node, language: MutationProfile): boolean {
  const found = language.binary(node);
  return found?.right.type === language.types.integer && /^[+-]$/.test(found.token.text);
}

/** `v + e` for what is returned or assigned. */
export const joinedMutations: Operator = (node, { variables, language }) => {
  if (!language.isReturnedOrAssigned(node)) return [];
  return variables
    .filter((name) => name !== node.text)
    .slice(0, 10)
    .map((name) => instead(node, `${name} + ${operand(node, language)}`, 'a missing part', 0.15));
};

/** What names the kind of an exception. */
export const exceptionMutations: Operator = (node, { language }) => {
  if (node.type !== 'identifier' || !language.isNamedException(node)) return [];
  return language.exceptions
    .filter((name) => name !== node.text)
    .map((name, i) => instead(node, name, 'another exception', 0.25 - 0.02 * i));
};

export const variableMutations: Operator = (node, { variables, language }) => {
  if (node.type !== 'identifier') return [];
  const others = variables.filter((name) => name !== node.text).slice(0, 12);
  if (language.isRead(node)) {
    return others.map((name, i) => instead(node, name, 'another variable', 0.5 - 0.02 * i));
  }
  return language.isTarget(node) ? others.map((name) => instead(node, name, 'another target', 0.2)) : [];
};

export const attributeMutations: Operator = (node, { attributes, language }) => {
  const found = language.attributeOf(node);
  if (found === undefined) return [];
  const { name, object } = found;
  const others = attributes.filter((other) => other !== name.text).slice(0, 8);
  return [
    ...others.map((other, i) => instead(name, other, 'another attribute', 0.5 - 0.04 * i)),
    ...(language.isCalled(node) ? [] : [instead(node, object.text, 'the object itself', 0.15)]),
  ];
};

/** A part of a sequence instead of the whole, and the whole instead of a part. */
export const sliceMutations: Operator = (node, { variables, language }) => {
  const bounds = language.boundsOf(node);
  if (bounds.length > 0) return bounds.map((bound) => instead(bound, '', 'a bound dropped', 0.25));
  if (node.type === language.types.subscript) {
    const value = language.baseOf(node);
    return value === undefined ? [] : [instead(node, value.text, 'the whole sequence', 0.15)];
  }
  if (!language.mayBeCut(node)) return [];
  return language
    .cuts(node.text, variables.slice(0, 5))
    .map((cut, i) => instead(node, cut, 'a part of the sequence', i < 3 ? 0.25 : 0.15));
};

/** The larger or smaller of two values, and another expression that the function has. */
export const nearbyMutations: Operator = (node, { variables, expressions, language }) => {
  if (!language.types.likely.test(node.type) || !language.isUsedValue(node)) return [];
  const others = [...expressions, ...variables.slice(0, 5)].filter((text) => text !== node.text);
  const bounded = others.flatMap((other) =>
    language.words.bounds(node.text, other).map((text) => instead(node, text, 'a missing bound', 0.15)),
  );
  const replaced = expressions
    .filter((text) => text !== node.text)
    .map((text) => instead(node, text, 'another expression', 0.12));
  return [...bounded, ...replaced];
};
