// What the operators have to know of JavaScript and TypeScript.
import type { Node } from 'web-tree-sitter';
import type { Binary, MutationProfile } from '../mutationProfile';
import { javascriptAlike, javascriptArithmetic, javascriptComparisons } from './javascriptTables';

const construct = /^(?:for|for_in|while|do|if)_statement$/;
const suite = /^(?:statement_block|switch_case|switch_default)$/;
const value = /^(?:identifier|call_expression|member_expression|subscript_expression)$/;

export const javascriptMutationProfile: MutationProfile = {
  types: {
    integer: 'number',
    call: /^(?:call|new)_expression$/,
    attribute: 'member_expression',
    subscript: 'subscript_expression',
    oneThing:
      /^(?:identifier|number|string|template_string|call_expression|member_expression|subscript_expression|array|parenthesized_expression|null|undefined|true|false|this)$/,
    countable:
      /^(?:identifier|call_expression|member_expression|subscript_expression|binary_expression|number)$/,
    wrappable: /^(?:identifier|call_expression|member_expression|subscript_expression|binary_expression)$/,
    likely: value,
    simple: /^(?:expression|return|break|continue)_statement$/,
    construct,
    suite,
  },
  comparisons: javascriptComparisons,
  arithmetic: javascriptArithmetic,
  comparison: (node) => ofSign(node, javascriptComparisons),
  binary: (node) => ofSign(node, javascriptArithmetic),
  augmented: (node) => {
    const token = node.type === 'augmented_assignment_expression' ? node.childForFieldName('operator') : null;
    return token !== null && token.text.slice(0, -1) in javascriptArithmetic ? token : undefined;
  },
  logic: (node) => {
    const found = operandsOf(node);
    return found !== undefined && /^(?:&&|\|\||\?\?)$/.test(found.token.text) ? found : undefined;
  },
  otherLogic: (token) => ({ '&&': ['||'], '||': ['&&', '??'] })[token] ?? ['||', '&&'],
  negated: (node) => ofUnary(node, '!'),
  signed: (node) => ofUnary(node, '-') ?? ofUnary(node, '+') ?? ofUnary(node, '~'),
  isCondition,
  baseOf: (node) => node.childForFieldName('object') ?? undefined,
  attributeOf: (node) => {
    if (node.type !== 'member_expression') return undefined;
    const name = node.childForFieldName('property');
    const object = node.childForFieldName('object');
    if (name?.type !== 'property_identifier' || object === null) return undefined;
    return { name, object };
  },
  words: {
    and: '&&',
    or: '||',
    yes: 'true',
    no: 'false',
    not: (text) => `!${text}`,
    isNothing: (text) => `${text} == null`,
    isSomething: (text) => `${text} != null`,
    bounds: (a, b) => [`Math.max(${a}, ${b})`, `Math.min(${a}, ${b})`],
    statement: (text) => `${text};`,
    nothing: ';',
  },
  constants: (node) => {
    switch (node.type) {
      case 'true':
        return [['false', 0.6]];
      case 'false':
        return [['true', 0.6]];
      case 'null':
      case 'undefined':
        return ['0', "''", '[]', 'false', node.type === 'null' ? 'undefined' : 'null'].map(
          (text) => [text, 0.15] as const,
        );
      case 'array':
        return node.namedChildren.length > 0 ? [] : [['[[]]', 0.35]];
      case 'update_expression':
        return [
          [node.text.includes('++') ? node.text.replace('++', '--') : node.text.replace('--', '++'), 0.5],
        ];
      default:
        return [];
    }
  },
  isEmptyList: (node) => node.type === 'array' && node.namedChildren.length === 0,
  exceptions: ['TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'Error'],
  isNamedException: ({ text, parent }) => /Error$/.test(text) && parent?.type === 'new_expression',
  isRead,
  isUsedValue,
  isReturnedOrAssigned: ({ id, parent }) =>
    parent?.type === 'return_statement' ||
    (parent?.type === 'variable_declarator' && parent.childForFieldName('value')?.id === id) ||
    (parent?.type === 'assignment_expression' && parent.childForFieldName('right')?.id === id) ||
    (parent?.type === 'arrow_function' && parent.childForFieldName('body')?.id === id),
  isTarget: ({ id, parent }) =>
    parent?.type === 'assignment_expression' && parent.childForFieldName('left')?.id === id,
  isCalled: ({ id, parent }) =>
    parent?.type === 'call_expression' && parent.childForFieldName('function')?.id === id,
  cuts: (text, variables) => [
    `${text}.slice(1)`,
    `${text}.slice(0, -1)`,
    `[...${text}].reverse()`,
    ...variables.flatMap((name) => [`${text}.slice(${name})`, `${text}.slice(0, ${name})`]),
  ],
  mayBeCut: (node) =>
    /^(?:identifier|member_expression)$/.test(node.type) &&
    isUsedValue(node) &&
    !/^(?:binary_expression|subscript_expression)$/.test(node.parent?.type ?? ''),
  boundsOf: () => [],
  alike: javascriptAlike,
  wrapped: (text, operand) => [
    `Math.abs(${text})`,
    `${operand}.length`,
    `Math.floor(${text})`,
    `Number(${text})`,
    `String(${text})`,
    `[...${text}]`,
    `${operand}.trim()`,
    `[...${text}].sort()`,
    `Math.round(${text})`,
  ],
  calledName: (node) => {
    const called = node.type === 'call_expression' ? node.childForFieldName('function') : null;
    const name = called?.type === 'member_expression' ? called.childForFieldName('property') : called;
    return name ?? undefined;
  },
  argumentsOf: (node) => {
    const list = /^(?:call|new)_expression$/.test(node.type) ? node.childForFieldName('arguments') : null;
    if (list?.type !== 'arguments') return undefined;
    const all = list.namedChildren.filter((item) => !item.isExtra);
    return { list, all, plain: all.filter(({ type }) => type !== 'spread_element') };
  },
  mayBeDropped: (called) =>
    called.type === 'identifier' || /^(?:Math|Number|Object|Array)\./.test(called.text),
  otherArguments: () => [],
  isDescription: (node) => node.type === 'expression_statement' && node.namedChildren[0]?.type === 'string',
  lastOf: (node) => {
    const body = node.childForFieldName('body') ?? node.childForFieldName('consequence');
    return body?.type === 'statement_block' ? (body.lastNamedChild ?? undefined) : undefined;
  },
  constructAround: ({ parent }) => {
    const outer = parent?.type === 'statement_block' ? parent.parent : null;
    return outer !== null && outer.endIndex === parent?.endIndex && construct.test(outer.type)
      ? outer
      : undefined;
  },
  movedOut: (node, outer, source) => {
    const rest = source.slice(node.endIndex, outer.endIndex);
    const behind = `\n${' '.repeat(outer.startPosition.column)}${node.text}`;
    const start = source.lastIndexOf('\n', node.startIndex - 1) + 1;
    const isAlone = source.slice(start, node.startIndex).trim() === '' && rest.startsWith('\n');
    return isAlone
      ? { from: start, text: rest.slice(1) + behind }
      : { from: node.startIndex, text: rest + behind };
  },
  movedIn: (node, last, source) => ({
    from: last.endIndex,
    text: `\n${' '.repeat(last.startPosition.column)}${node.text}${source.slice(last.endIndex, node.startIndex).trimEnd()}`,
  }),
};

function operandsOf(node: Node): Binary | undefined {
  if (node.type !== 'binary_expression') return undefined;
  const left = node.childForFieldName('left');
  const token = node.childForFieldName('operator');
  const right = node.childForFieldName('right');
  return left === null || token === null || right === null ? undefined : { left, token, right };
}

function ofSign(node: Node, signs: Readonly<Record<string, unknown>>): Binary | undefined {
  const found = operandsOf(node);
  return found !== undefined && found.token.text in signs ? found : undefined;
}

function ofUnary(node: Node, sign: string): Node | undefined {
  if (node.type !== 'unary_expression' || node.childForFieldName('operator')?.text !== sign) return undefined;
  return node.childForFieldName('argument') ?? undefined;
}

function isCondition({ id, parent }: Node): boolean {
  if (parent === null) return false;
  if (/^(?:for_statement|ternary_expression)$/.test(parent.type)) {
    return parent.childForFieldName('condition')?.id === id;
  }
  return (
    parent.type === 'parenthesized_expression' &&
    /^(?:if|while|do)_statement$/.test(parent.parent?.type ?? '')
  );
}

/** Fields of nodes whose values are used: handed on, stored, returned or gone through. */
const usedFields: Readonly<Record<string, string>> = {
  subscript_expression: 'index',
  variable_declarator: 'value',
  pair: 'value',
  assignment_expression: 'right',
  augmented_assignment_expression: 'right',
  for_in_statement: 'right',
  arrow_function: 'body',
};

/** Where an expression is used: as an argument, an index, what is returned, assigned, compared or gone through. */
function isUsedValue({ id, parent }: Node): boolean {
  if (parent === null) return false;
  if (/^(?:arguments|return_statement|array)$/.test(parent.type)) return true;
  if (parent.type === 'binary_expression') return ofSign(parent, javascriptComparisons) !== undefined;
  if (parent.type === 'ternary_expression') return parent.childForFieldName('condition')?.id !== id;
  const field = usedFields[parent.type];
  return field !== undefined && parent.childForFieldName(field)?.id === id;
}

/** Whether an identifier is read here as a variable: no definition, no import, not what is called. */
function isRead({ id, parent }: Node): boolean {
  if (parent === null) return false;
  switch (parent.type) {
    case 'call_expression':
      return parent.childForFieldName('function')?.id !== id;
    case 'new_expression':
      return false;
    case 'variable_declarator':
      return parent.childForFieldName('value')?.id === id;
    case 'assignment_expression':
    case 'augmented_assignment_expression':
    case 'for_in_statement':
      return parent.childForFieldName('left')?.id !== id;
    case 'arrow_function':
      return parent.childForFieldName('body')?.id === id;
    default:
      return !/(?:_declaration|_specifier|_pattern|_clause|_annotation|_parameter|_parameters|_type)$|^(?:formal_parameters|function_expression|update_expression|catch_clause|labeled_statement|class|class_heritage|statement_identifier|type_arguments|namespace_import)$/.test(
        parent.type,
      );
  }
}
