// Wrong values: constants, off by one, another variable or attribute in scope, a part of a sequence.
import { instead, isRead, isUsedValue, operand, type Operator } from './context';

export const constantMutations: Operator = (node, { variables }) => {
  switch (node.type) {
    case 'integer':
      return numberMutations(node);
    case 'true':
      return [instead(node, 'False', 'another constant', 0.6)];
    case 'false':
      return [instead(node, 'True', 'another constant', 0.6)];
    case 'none':
      return ['0', "''", '[]', 'False'].map((text) => instead(node, text, 'another constant', 0.15));
    case 'list':
      if (node.namedChildren.length > 0) return [];
      return [
        instead(node, '[[]]', 'another constant', 0.35),
        ...variables.slice(0, 8).map((name) => instead(node, name, 'another variable', 0.25)),
      ];
    default:
      return [];
  }
};

/** The number before and the one behind, with a sign where one stands before it. */
function numberMutations(node: Parameters<Operator>[0]): ReturnType<Operator> {
  const { parent } = node;
  const isNegated = parent?.type === 'unary_operator' && parent.text.startsWith('-');
  const value = (isNegated ? -1 : 1) * Number(node.text);
  if (!Number.isSafeInteger(value)) return [];
  return [1, -1].map((by) => instead(isNegated ? parent : node, String(value + by), 'off by one', 0.6));
}

const countable = /^(?:identifier|call|attribute|subscript|binary_operator|integer)$/;

/** `e + 1`, `e - v`, … where an expression is handed on. */
export const offsetMutations: Operator = (node, { variables }) => {
  if (!countable.test(node.type) || !isUsedValue(node)) return [];
  const text = operand(node);
  const byOne =
    node.type === 'integer' || hasOffset(node)
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
function hasOffset(node: Parameters<Operator>[0]): boolean {
  const right = node.type === 'binary_operator' ? node.childForFieldName('right') : null;
  return right?.type === 'integer' && /^[+-]$/.test(node.childForFieldName('operator')?.text ?? '');
}

/** `v + e` for what is returned or assigned. */
export const joinedMutations: Operator = (node, { variables }) => {
  const { parent } = node;
  if (
    parent === null ||
    !/^(?:return_statement|assignment)$/.test(parent.type) ||
    !isReturnedOrAssigned(node)
  ) {
    return [];
  }
  return variables
    .filter((name) => name !== node.text)
    .slice(0, 10)
    .map((name) => instead(node, `${name} + ${operand(node)}`, 'a missing part', 0.15));
};

function isReturnedOrAssigned(node: Parameters<Operator>[0]): boolean {
  const { parent } = node;
  return parent?.type === 'return_statement' || parent?.childForFieldName('right')?.id === node.id;
}

/** Exceptions that are often confused. */
const exceptions = ['ValueError', 'KeyError', 'IndexError', 'TypeError', 'AttributeError', 'Exception'];

/** What an `except` or `raise` names. */
export const exceptionMutations: Operator = (node) => {
  if (node.type !== 'identifier' || !/(?:Error|Exception|StopIteration)$/.test(node.text)) return [];
  const { parent } = node;
  const isNamed =
    parent?.type === 'except_clause' ||
    parent?.type === 'raise_statement' ||
    (parent?.type === 'call' && parent.parent?.type === 'raise_statement');
  if (!isNamed) return [];
  return exceptions
    .filter((name) => name !== node.text)
    .map((name, i) => instead(node, name, 'another exception', 0.25 - 0.02 * i));
};

export const variableMutations: Operator = (node, { variables }) => {
  if (node.type !== 'identifier') return [];
  const others = variables.filter((name) => name !== node.text).slice(0, 12);
  if (isRead(node)) return others.map((name, i) => instead(node, name, 'another variable', 0.5 - 0.02 * i));
  const { parent } = node;
  const isTarget = parent?.type === 'assignment' && parent.childForFieldName('left')?.id === node.id;
  return isTarget ? others.map((name) => instead(node, name, 'another target', 0.2)) : [];
};

export const attributeMutations: Operator = (node, { attributes }) => {
  if (node.type !== 'attribute') return [];
  const name = node.childForFieldName('attribute');
  const object = node.childForFieldName('object');
  if (name === null || object === null) return [];
  const others = attributes.filter((other) => other !== name.text).slice(0, 8);
  return [
    ...others.map((other, i) => instead(name, other, 'another attribute', 0.5 - 0.04 * i)),
    ...(node.parent?.type === 'call' ? [] : [instead(node, object.text, 'the object itself', 0.15)]),
  ];
};

/** A part of a sequence instead of the whole, and the whole instead of a part. */
export const sliceMutations: Operator = (node, { variables }) => {
  if (node.type === 'slice') {
    const bounds = node.namedChildren;
    return bounds.map((bound) => instead(bound, '', 'a bound dropped', 0.25));
  }
  if (node.type === 'subscript') {
    const value = node.childForFieldName('value');
    return value === null ? [] : [instead(node, value.text, 'the whole sequence', 0.15)];
  }
  if (!/^(?:identifier|attribute)$/.test(node.type) || !isUsedValue(node)) return [];
  if (node.parent?.type === 'comparison_operator' || node.parent?.type === 'subscript') return [];
  const cuts = [
    '[1:]',
    '[:-1]',
    '[::-1]',
    ...variables.slice(0, 5).flatMap((name) => [`[${name}:]`, `[:${name}]`]),
  ];
  return cuts.map((cut, i) =>
    instead(node, `${node.text}${cut}`, 'a part of the sequence', i < 3 ? 0.25 : 0.15),
  );
};

const likely = /^(?:identifier|subscript|attribute|call)$/;

/** The larger or smaller of two values, and another expression that the function has. */
export const nearbyMutations: Operator = (node, { variables, expressions }) => {
  if (!likely.test(node.type) || !isUsedValue(node)) return [];
  const others = [...expressions, ...variables.slice(0, 5)].filter((text) => text !== node.text);
  const bounded = others.flatMap((other) =>
    ['max', 'min'].map((name) => instead(node, `${name}(${node.text}, ${other})`, 'a missing bound', 0.15)),
  );
  const replaced = expressions
    .filter((text) => text !== node.text)
    .map((text) => instead(node, text, 'another expression', 0.12));
  return [...bounded, ...replaced];
};
