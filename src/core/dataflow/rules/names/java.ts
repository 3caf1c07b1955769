import type { SyntaxNode } from '../../../syntax/syntaxTree';
import { argumentsOf, type Expression, type NameProfile } from './nameProfile';
import bindings from './queries/java.scm';

/** Java: types are declared, and a simple name of one is imported, in the same package, or in `java.lang`. */
export const javaNames: NameProfile = {
  bindings,
  scopes: new Set([
    'program',
    'class_body',
    'interface_body',
    'enum_body',
    'record_declaration',
    'method_declaration',
    'constructor_declaration',
    'lambda_expression',
    'block',
    'for_statement',
    'enhanced_for_statement',
    'try_with_resources_statement',
    'catch_clause',
    'switch_block_statement_group',
  ]),
  functions: new Set(['method_declaration', 'constructor_declaration', 'lambda_expression']),
  classes: new Set(['class_declaration', 'enum_declaration', 'record_declaration', 'interface_declaration']),
  self: 'this',
  callsConstruct: false,
  unbound: (name, { wildcards }) =>
    [...wildcards, 'java.lang'].map((packageName) => `${packageName}.${name}`).concat(name),
  imported: (captures) => {
    const match = /^import\s+(?:static\s+)?([\w.]+?)(\.\*)?\s*;$/.exec(captures.get('import')?.text ?? '');
    const qualified = match?.[1];
    if (qualified === undefined) return undefined;
    return { local: match?.[2] === undefined ? lastPart(qualified) : undefined, qualified };
  },
  typeName: (type) => {
    switch (type.type) {
      case 'generic_type':
        return javaNames.typeName(type.namedChildren[0] ?? type);
      case 'array_type':
        return javaNames.typeName(type.childForFieldName('element') ?? type.namedChildren[0] ?? type);
      case 'type_identifier':
      case 'scoped_type_identifier':
        return type.text.replaceAll(/\s/g, '');
      default:
        return undefined;
    }
  },
  read,
};

const readers: Readonly<Record<string, (node: SyntaxNode) => Expression>> = {
  identifier: (node) => ({ kind: 'name', name: node.text }),
  type_identifier: (node) => ({ kind: 'name', name: node.text }),
  scoped_identifier: readScoped,
  scoped_type_identifier: readScoped,
  generic_type: (node) => inside(node.namedChildren[0]),
  // Of arrays, the type of the elements is what counts.
  array_access: (node) => inside(node.childForFieldName('array') ?? undefined),
  field_access: (node) => member(node.childForFieldName('object'), node.childForFieldName('field')),
  method_invocation: (node) => ({
    kind: 'method',
    object: node.childForFieldName('object') ?? undefined,
    name: node.childForFieldName('name')?.text ?? '',
    arguments: argumentsOf(node.childForFieldName('arguments')),
  }),
  object_creation_expression: (node) =>
    withType(node.childForFieldName('type'), (type) => ({ kind: 'new', type })),
  cast_expression: (node) => {
    const value = node.childForFieldName('value');
    return withType(node.childForFieldName('type'), (type) =>
      value === null ? { kind: 'other' } : { kind: 'cast', type, value },
    );
  },
  parenthesized_expression: (node) => inside(node.namedChildren[0]),
  assignment_expression: (node) => inside(node.childForFieldName('right') ?? undefined),
  this: () => ({ kind: 'self' }),
};

function read(node: SyntaxNode): Expression {
  return readers[node.type]?.(node) ?? { kind: 'other' };
}

function readScoped(node: SyntaxNode): Expression {
  const [object, name] = node.namedChildren;
  return object && name ? { kind: 'member', object, name: name.text } : { kind: 'other' };
}

function member(object: SyntaxNode | null, name: SyntaxNode | null): Expression {
  return object === null || name === null ? { kind: 'other' } : { kind: 'member', object, name: name.text };
}

function inside(value: SyntaxNode | undefined): Expression {
  return value === undefined ? { kind: 'other' } : { kind: 'inside', value };
}

function withType(type: SyntaxNode | null, then: (type: SyntaxNode) => Expression): Expression {
  return type === null ? { kind: 'other' } : then(type);
}

function lastPart(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf('.') + 1);
}
