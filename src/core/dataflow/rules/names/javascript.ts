import type { SyntaxNode } from '../../../syntax/syntaxTree';
import { argumentsOf, type Expression, type NameProfile } from './nameProfile';
import bindings from './queries/javascript.scm';
import javascriptOnly from './queries/javascriptOnly.scm';
import typescriptOnly from './queries/typescriptOnly.scm';

/** JavaScript: modules are imported or required; a name that nothing binds is a global. */
export const javascriptNames: NameProfile = {
  bindings: `${bindings}\n${javascriptOnly}`,
  scopes: new Set([
    'program',
    'class_body',
    'function_declaration',
    'function_expression',
    'generator_function',
    'generator_function_declaration',
    'arrow_function',
    'method_definition',
    'statement_block',
    'for_statement',
    'for_in_statement',
    'catch_clause',
  ]),
  functions: new Set([
    'function_declaration',
    'function_expression',
    'generator_function',
    'generator_function_declaration',
    'arrow_function',
    'method_definition',
  ]),
  classes: new Set(['class_declaration', 'class']),
  self: 'this',
  callsConstruct: false,
  unbound: (name) => [name],
  imported: (captures) => {
    const module = moduleName(captures.get('module')?.text ?? '');
    const member = captures.get('member')?.text;
    if (module === '') return undefined;
    if (member !== undefined) {
      return { local: captures.get('alias')?.text ?? member, qualified: `${module}.${member}` };
    }
    const local = (captures.get('default') ?? captures.get('namespace'))?.text;
    return local === undefined ? undefined : { local, qualified: module };
  },
  typeName,
  read,
};

export const typescriptNames: NameProfile = {
  ...javascriptNames,
  bindings: `${bindings}\n${typescriptOnly}`,
};

function typeName(type: SyntaxNode): string | undefined {
  switch (type.type) {
    case 'type_identifier':
    case 'nested_type_identifier':
    case 'identifier':
    case 'member_expression':
      return type.text;
    case 'generic_type':
      return type.namedChildren[0] === undefined ? undefined : typeName(type.namedChildren[0]);
    default:
      return undefined;
  }
}

function read(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'identifier':
    case 'type_identifier':
      return { kind: 'name', name: node.text };
    case 'member_expression':
      return member(node.childForFieldName('object'), node.childForFieldName('property'));
    case 'subscript_expression':
      return member(node.childForFieldName('object'), literalIndex(node.childForFieldName('index')));
    case 'call_expression':
      return readCall(node);
    case 'new_expression': {
      const type = node.childForFieldName('constructor');
      return type === null ? { kind: 'other' } : { kind: 'new', type };
    }
    case 'parenthesized_expression':
    case 'await_expression':
    case 'non_null_expression':
    case 'as_expression':
    case 'satisfies_expression':
      return inside(node.namedChildren[0]);
    case 'this':
      return { kind: 'self' };
    default:
      return { kind: 'other' };
  }
}

function readCall(node: SyntaxNode): Expression {
  const callee = node.childForFieldName('function');
  const given = argumentsOf(node.childForFieldName('arguments'));
  if (callee === null) return { kind: 'other' };
  const loads = callee.text === 'require' || callee.type === 'import';
  if (loads && given[0]?.type === 'string') return { kind: 'module', name: moduleName(given[0].text) };
  return { kind: 'call', callee, arguments: given };
}

function member(object: SyntaxNode | null, name: SyntaxNode | null): Expression {
  if (object === null || name === null) return { kind: 'other' };
  return { kind: 'member', object, name: name.text.replaceAll(/^['"]|['"]$/g, '') };
}

function literalIndex(index: SyntaxNode | null): SyntaxNode | null {
  return index?.type === 'string' ? index : null;
}

function inside(value: SyntaxNode | undefined): Expression {
  return value === undefined ? { kind: 'other' } : { kind: 'inside', value };
}

/** Of a string literal; Node's own modules go without `node:`. */
function moduleName(literal: string): string {
  return literal.slice(1, -1).replace(/^node:/, '');
}
