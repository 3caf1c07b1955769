// Wrong operators: comparisons and their boundaries, arithmetic, logic.
import type { Node } from 'web-tree-sitter';
import type { Signs } from './mutationProfile';
import { instead, operand, type Operator, type Place } from './place';

/** Beyond those that are often meant, every other one, late. */
const seldom = 0.14;

function otherOf(known: Signs, token: string): readonly string[] {
  const likely = known[token] ?? [];
  return Object.keys(known).filter((other) => other !== token && !likely.includes(other));
}

export const comparisonMutations: Operator = (node, { language }) => {
  const found = language.comparison(node);
  if (found === undefined) return [];
  const { left, token, right } = found;
  const { comparisons } = language;
  const others = comparisons[token.text] ?? [];
  const swaps = [
    ...others.map((other, i) => instead(token, other, 'another comparison', 0.9 - 0.15 * i)),
    ...otherOf(comparisons, token.text).map((other) => instead(token, other, 'another comparison', seldom)),
  ];
  const bound = Number(right.text);
  if (right.type !== language.types.integer || !Number.isSafeInteger(bound)) return swaps;
  const pairs = others.flatMap((other) =>
    [bound + 1, bound - 1].map((number) =>
      instead(node, `${left.text} ${other} ${number}`, 'another boundary', 0.25),
    ),
  );
  return [...swaps, ...pairs];
};

export const arithmeticMutations: Operator = (node, place) => {
  const { language } = place;
  const sign = language.augmented(node);
  if (sign !== undefined) return augmentedMutations(sign, place);
  const found = language.binary(node);
  if (found === undefined) return [];
  const { left, token, right } = found;
  const swaps = [
    ...(language.arithmetic[token.text] ?? []).map((other, i) =>
      instead(token, other, 'another operator', 0.6 - 0.1 * i),
    ),
    ...otherOf(language.arithmetic, token.text).map((other) =>
      instead(token, other, 'another operator', seldom),
    ),
  ];
  const drops = [left, right].map((kept) => instead(node, kept.text, 'one operand only', 0.4));
  const isOneWay = /^(?:-|\/|\/\/|%|\*\*|<<|>>|>>>|\+)$/.test(token.text);
  const exchanged = `${operand(right, language)} ${token.text} ${operand(left, language)}`;
  return [...swaps, ...drops, ...(isOneWay ? [instead(node, exchanged, 'operands exchanged', 0.3)] : [])];
};

function augmentedMutations(token: Node, { language: { arithmetic } }: Place): ReturnType<Operator> {
  const operator = token.text.slice(0, -1);
  const others = arithmetic[operator] ?? [];
  return [
    ...otherOf(arithmetic, operator).map((other) => instead(token, `${other}=`, 'another operator', seldom)),
    ...others.map((other, i) => instead(token, `${other}=`, 'another operator', 0.7 - 0.1 * i)),
    instead(token, '=', 'assigned instead of updated', 0.2),
  ];
}

export const logicMutations: Operator = (node, { language }) => {
  const denied = language.negated(node);
  if (denied !== undefined) {
    return [
      instead(node, denied.text, 'negation dropped', 0.5),
      instead(node, `-${operand(denied, language)}`, 'another sign', seldom),
    ];
  }
  const signed = language.signed(node);
  if (signed !== undefined) {
    return [
      instead(node, signed.text, 'sign dropped', 0.4),
      ...(node.text.startsWith('-')
        ? []
        : [instead(node, `-${operand(signed, language)}`, 'another sign', 0.3)]),
    ];
  }
  const found = language.logic(node);
  if (found === undefined) return [];
  const { left, token, right } = found;
  return [
    ...language.otherLogic(token.text).map((other, i) => instead(token, other, 'and / or', 0.7 - 0.2 * i)),
    ...[left, right].map((kept) => instead(node, kept.text, 'one condition only', 0.4)),
  ];
};

/** An extra condition, a negated one, one that always holds or never. */
export const conditionMutations: Operator = (node, { variables, language }) => {
  if (!language.isCondition(node)) return [];
  const { types, words } = language;
  const text = language.logic(node) === undefined ? node.text : `(${node.text})`;
  const used = new Set(node.descendantsOfType('identifier').map((item) => item.text));
  const bases = new Set(
    node.descendantsOfType([types.attribute, types.subscript]).flatMap((item) => baseOf(item, language)),
  );
  const guards = [...bases].flatMap((base) => [
    instead(node, `${words.isNothing(base)} ${words.or} ${text}`, 'extra condition', 0.5),
    instead(node, `${words.isSomething(base)} ${words.and} ${text}`, 'extra condition', 0.5),
    instead(node, `${base} ${words.and} ${text}`, 'extra condition', 0.25),
  ]);
  const more = variables
    .filter((name) => !used.has(name))
    .slice(0, 6)
    .flatMap((name) => [
      instead(node, `${text} ${words.or} ${words.not(name)}`, 'extra condition', 0.12),
      instead(node, `${text} ${words.and} ${name}`, 'extra condition', 0.12),
    ]);
  return [
    instead(node, words.not(`(${node.text})`), 'condition negated', 0.35),
    instead(node, words.yes, 'condition always holds', 0.15),
    instead(node, words.no, 'condition never holds', 0.15),
    ...guards,
    ...more,
  ];
};

function baseOf(node: Node, language: Place['language']): string[] {
  const base = language.baseOf(node);
  return base !== undefined && (base.type === 'identifier' || base.type === language.types.attribute)
    ? [base.text]
    : [];
}
