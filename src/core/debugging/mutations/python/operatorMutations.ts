// Wrong operators: comparisons and their boundaries, arithmetic, logic.
import type { Node } from 'web-tree-sitter';
import { instead, operand, type Operator } from './context';

const comparisons: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>', '>=', '!='],
  '<=': ['<', '>=', '>', '=='],
  '>': ['>=', '<', '<=', '!='],
  '>=': ['>', '<=', '<', '=='],
  '==': ['!=', '<=', '>=', '<', '>'],
  '!=': ['==', '>', '<'],
  is: ['is not', '=='],
  'is not': ['is', '!='],
  in: ['not in'],
  'not in': ['in'],
};

const arithmetic: Readonly<Record<string, readonly string[]>> = {
  '+': ['-', '*'],
  '-': ['+', '%', '/'],
  '*': ['/', '+', '**', '//'],
  '/': ['//', '*'],
  '//': ['/', '%', '*'],
  '%': ['//', '-', '*'],
  '**': ['*'],
  '&': ['|', '^'],
  '|': ['&', '^'],
  '^': ['&', '|', '**'],
  '<<': ['>>'],
  '>>': ['<<'],
};

/** Beyond those that are often meant, every other one, late. */
const seldom = 0.14;

function otherOf(known: Readonly<Record<string, readonly string[]>>, token: string): readonly string[] {
  const likely = known[token] ?? [];
  return Object.keys(known).filter((other) => other !== token && !likely.includes(other));
}

export const comparisonMutations: Operator = (node) => {
  if (node.type !== 'comparison_operator' || node.children.length !== 3) return [];
  const [left, token, right] = node.children;
  if (left === undefined || token === undefined || right === undefined) return [];
  const others = comparisons[token.text] ?? [];
  const swaps = [
    ...others.map((other, i) => instead(token, other, 'another comparison', 0.9 - 0.15 * i)),
    ...otherOf(comparisons, token.text).map((other) => instead(token, other, 'another comparison', seldom)),
  ];
  const bound = Number(right.text);
  if (right.type !== 'integer' || !Number.isSafeInteger(bound)) return swaps;
  const pairs = others.flatMap((other) =>
    [bound + 1, bound - 1].map((number) =>
      instead(node, `${left.text} ${other} ${number}`, 'another boundary', 0.25),
    ),
  );
  return [...swaps, ...pairs];
};

export const arithmeticMutations: Operator = (node) => {
  if (node.type === 'augmented_assignment') return augmentedMutations(node);
  if (node.type !== 'binary_operator') return [];
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const token = node.childForFieldName('operator');
  if (left === null || right === null || token === null) return [];
  const swaps = [
    ...(arithmetic[token.text] ?? []).map((other, i) =>
      instead(token, other, 'another operator', 0.6 - 0.1 * i),
    ),
    ...otherOf(arithmetic, token.text).map((other) => instead(token, other, 'another operator', seldom)),
  ];
  const drops = [left, right].map((kept) => instead(node, kept.text, 'one operand only', 0.4));
  const isOneWay = /^(?:-|\/|\/\/|%|\*\*|<<|>>|\+)$/.test(token.text);
  const exchanged = `${operand(right)} ${token.text} ${operand(left)}`;
  return [...swaps, ...drops, ...(isOneWay ? [instead(node, exchanged, 'operands exchanged', 0.3)] : [])];
};

function augmentedMutations(node: Node): ReturnType<Operator> {
  const token = node.childForFieldName('operator');
  if (token === null) return [];
  const operator = token.text.slice(0, -1);
  const others = arithmetic[operator] ?? [];
  return [
    ...otherOf(arithmetic, operator).map((other) => instead(token, `${other}=`, 'another operator', seldom)),
    ...others.map((other, i) => instead(token, `${other}=`, 'another operator', 0.7 - 0.1 * i)),
    instead(token, '=', 'assigned instead of updated', 0.2),
  ];
}

export const logicMutations: Operator = (node) => {
  if (node.type === 'not_operator') {
    const argument = node.childForFieldName('argument');
    if (argument === null) return [];
    return [
      instead(node, argument.text, 'negation dropped', 0.5),
      instead(node, `-${operand(argument)}`, 'another sign', seldom),
    ];
  }
  if (node.type === 'unary_operator') {
    const argument = node.childForFieldName('argument');
    if (argument === null) return [];
    return [
      instead(node, argument.text, 'sign dropped', 0.4),
      ...(node.text.startsWith('-') ? [] : [instead(node, `-${operand(argument)}`, 'another sign', 0.3)]),
    ];
  }
  if (node.type !== 'boolean_operator') return [];
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const token = node.childForFieldName('operator');
  if (left === null || right === null || token === null) return [];
  return [
    instead(token, token.text === 'and' ? 'or' : 'and', 'and / or', 0.7),
    ...[left, right].map((kept) => instead(node, kept.text, 'one condition only', 0.4)),
  ];
};

/** An extra condition, a negated one, one that always holds or never. */
export const conditionMutations: Operator = (node, { variables }) => {
  if (!isCondition(node)) return [];
  const text = node.type === 'boolean_operator' ? `(${node.text})` : node.text;
  const used = new Set(node.descendantsOfType('identifier').map((item) => item.text));
  const bases = new Set(node.descendantsOfType(['attribute', 'subscript']).flatMap((item) => baseOf(item)));
  const guards = [...bases].flatMap((base) => [
    instead(node, `${base} is None or ${text}`, 'extra condition', 0.5),
    instead(node, `${base} is not None and ${text}`, 'extra condition', 0.5),
    instead(node, `${base} and ${text}`, 'extra condition', 0.25),
  ]);
  const more = variables
    .filter((name) => !used.has(name))
    .slice(0, 6)
    .flatMap((name) => [
      instead(node, `${text} or not ${name}`, 'extra condition', 0.12),
      instead(node, `${text} and ${name}`, 'extra condition', 0.12),
    ]);
  return [
    instead(node, `not (${node.text})`, 'condition negated', 0.35),
    instead(node, 'True', 'condition always holds', 0.15),
    instead(node, 'False', 'condition never holds', 0.15),
    ...guards,
    ...more,
  ];
};

function isCondition(node: Node): boolean {
  const { parent } = node;
  if (parent === null || !/^(?:if_statement|elif_clause|while_statement|if_clause)$/.test(parent.type)) {
    return false;
  }
  return parent.type === 'if_clause' || parent.childForFieldName('condition')?.id === node.id;
}

function baseOf(node: Node): string[] {
  const base = node.childForFieldName('object') ?? node.childForFieldName('value');
  return base !== null && /^(?:identifier|attribute)$/.test(base.type) ? [base.text] : [];
}
