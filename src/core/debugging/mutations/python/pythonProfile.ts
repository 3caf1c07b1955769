// What the operators have to know of Python.
import type { Node } from 'web-tree-sitter';
import type { Binary, MutationProfile } from '../mutationProfile';
import { pythonAlike, pythonArithmetic, pythonComparisons } from './pythonTables';

const wrappers = ['abs', 'len', 'sorted', 'list', 'set', 'sum', 'int', 'str', 'tuple'];
const construct = /^(?:for_statement|while_statement|if_statement)$/;

export const pythonMutationProfile: MutationProfile = {
  types: {
    integer: 'integer',
    call: /^call$/,
    attribute: 'attribute',
    subscript: 'subscript',
    oneThing:
      /^(?:identifier|integer|float|string|call|attribute|subscript|list|tuple|parenthesized_expression|none|true|false)$/,
    countable: /^(?:identifier|call|attribute|subscript|binary_operator|integer)$/,
    wrappable: /^(?:identifier|call|attribute|subscript|binary_operator)$/,
    likely: /^(?:identifier|subscript|attribute|call)$/,
    simple: /^(?:expression_statement|return_statement|break_statement|continue_statement|delete_statement)$/,
    construct,
    suite: /^block$/,
  },
  comparisons: pythonComparisons,
  arithmetic: pythonArithmetic,
  comparison: (node) => {
    if (node.type !== 'comparison_operator' || node.children.length !== 3) return undefined;
    const [left, token, right] = node.children;
    return left && token && right && { left, token, right };
  },
  binary: (node) => (node.type === 'binary_operator' ? operandsOf(node) : undefined),
  augmented: (node) =>
    node.type === 'augmented_assignment' ? (node.childForFieldName('operator') ?? undefined) : undefined,
  logic: (node) => (node.type === 'boolean_operator' ? operandsOf(node) : undefined),
  otherLogic: (token) => [token === 'and' ? 'or' : 'and'],
  negated: (node) => argumentOf(node, 'not_operator'),
  signed: (node) => argumentOf(node, 'unary_operator'),
  isCondition: ({ id, parent }) => {
    if (parent === null) return false;
    if (parent.type === 'if_clause') return true;
    return (
      /^(?:if_statement|elif_clause|while_statement)$/.test(parent.type) &&
      parent.childForFieldName('condition')?.id === id
    );
  },
  baseOf: (node) => node.childForFieldName('object') ?? node.childForFieldName('value') ?? undefined,
  attributeOf: (node) => {
    if (node.type !== 'attribute') return undefined;
    const name = node.childForFieldName('attribute');
    const object = node.childForFieldName('object');
    return name === null || object === null ? undefined : { name, object };
  },
  words: {
    and: 'and',
    or: 'or',
    yes: 'True',
    no: 'False',
    not: (text) => `not ${text}`,
    isNothing: (text) => `${text} is None`,
    isSomething: (text) => `${text} is not None`,
    bounds: (a, b) => [`max(${a}, ${b})`, `min(${a}, ${b})`],
    statement: (text) => text,
    nothing: 'pass',
  },
  constants: (node) => {
    switch (node.type) {
      case 'true':
        return [['False', 0.6]];
      case 'false':
        return [['True', 0.6]];
      case 'none':
        return ['0', "''", '[]', 'False'].map((text) => [text, 0.15] as const);
      case 'list':
        return node.namedChildren.length > 0 ? [] : [['[[]]', 0.35]];
      default:
        return [];
    }
  },
  isEmptyList: (node) => node.type === 'list' && node.namedChildren.length === 0,
  exceptions: ['ValueError', 'KeyError', 'IndexError', 'TypeError', 'AttributeError', 'Exception'],
  isNamedException: ({ text, parent }) =>
    /(?:Error|Exception|StopIteration)$/.test(text) &&
    (parent?.type === 'except_clause' ||
      parent?.type === 'raise_statement' ||
      (parent?.type === 'call' && parent.parent?.type === 'raise_statement')),
  isRead,
  isUsedValue,
  isReturnedOrAssigned: ({ id, parent }) =>
    parent?.type === 'return_statement' ||
    (parent?.type === 'assignment' && parent.childForFieldName('right')?.id === id),
  isTarget: ({ id, parent }) => parent?.type === 'assignment' && parent.childForFieldName('left')?.id === id,
  isCalled: ({ parent }) => parent?.type === 'call',
  cuts: (text, variables) =>
    ['[1:]', '[:-1]', '[::-1]', ...variables.flatMap((name) => [`[${name}:]`, `[:${name}]`])].map(
      (cut) => `${text}${cut}`,
    ),
  mayBeCut: (node) =>
    /^(?:identifier|attribute)$/.test(node.type) &&
    isUsedValue(node) &&
    !/^(?:comparison_operator|subscript)$/.test(node.parent?.type ?? ''),
  boundsOf: (node) => (node.type === 'slice' ? node.namedChildren : []),
  alike: pythonAlike,
  wrapped: (text) => wrappers.map((name) => `${name}(${text})`),
  calledName: (node) => {
    const called = node.type === 'call' ? node.childForFieldName('function') : null;
    const name = called?.type === 'attribute' ? called.childForFieldName('attribute') : called;
    return name ?? undefined;
  },
  argumentsOf: (node) => {
    const list = node.type === 'call' ? node.childForFieldName('arguments') : null;
    if (list?.type !== 'argument_list') return undefined;
    const all = list.namedChildren.filter((item) => !item.isExtra);
    return { list, all, plain: all.filter(({ type }) => type !== 'keyword_argument') };
  },
  mayBeDropped: (called) => called.type === 'identifier',
  otherArguments: (called, only) =>
    called.text === 'range' ? [`(1, ${only.text})`, `(1, ${only.text} + 1)`] : [],
  isDescription: (node) => node.type === 'expression_statement' && node.namedChildren[0]?.type === 'string',
  lastOf: (node) => node.childForFieldName('body')?.lastNamedChild ?? undefined,
  constructAround: (node) => {
    const outer = node.parent?.parent;
    return outer?.endIndex === node.endIndex && construct.test(outer.type) ? outer : undefined;
  },
};

function operandsOf(node: Node): Binary | undefined {
  const left = node.childForFieldName('left');
  const token = node.childForFieldName('operator');
  const right = node.childForFieldName('right');
  return left === null || token === null || right === null ? undefined : { left, token, right };
}

function argumentOf(node: Node, type: string): Node | undefined {
  return node.type === type ? (node.childForFieldName('argument') ?? undefined) : undefined;
}

/** Where an expression is used: as an argument, an index, what is returned, assigned, compared or gone through. */
function isUsedValue({ id, parent }: Node): boolean {
  if (parent === null) return false;
  if (
    /^(?:argument_list|return_statement|comparison_operator|slice|list|tuple|expression_list)$/.test(
      parent.type,
    )
  ) {
    return true;
  }
  if (parent.type === 'subscript') return parent.childForFieldName('value')?.id !== id;
  if (/^(?:assignment|augmented_assignment|for_statement|for_in_clause)$/.test(parent.type)) {
    return parent.childForFieldName('right')?.id === id;
  }
  return parent.type === 'keyword_argument' && parent.childForFieldName('value')?.id === id;
}

/** Whether an identifier is read here as a variable: no definition, no attribute, no keyword, no import. */
function isRead({ id, parent }: Node): boolean {
  if (parent === null) return false;
  if (parent.type === 'attribute') return parent.childForFieldName('object')?.id === id;
  if (parent.type === 'keyword_argument') return parent.childForFieldName('value')?.id === id;
  if (parent.type === 'call') return parent.childForFieldName('function')?.id !== id;
  if (/^(?:assignment|augmented_assignment|for_statement|for_in_clause)$/.test(parent.type)) {
    return parent.childForFieldName('left')?.id !== id;
  }
  return !/^(?:function_definition|class_definition|parameters|default_parameter|typed_parameter|lambda_parameters|pattern_list|tuple_pattern|dotted_name|aliased_import|global_statement|nonlocal_statement|as_pattern_target|type)$/.test(
    parent.type,
  );
}
