import type { SyntaxNode } from '../../../syntax/syntaxTree';
import { argumentsOf, type Expression, type NameProfile } from './nameProfile';
import bindings from './queries/python.scm';

/** Python: what is imported keeps its dotted name under any alias; calling a class makes an object of it. */
export const pythonNames: NameProfile = {
  bindings,
  scopes: new Set(['module', 'class_definition', 'function_definition', 'lambda']),
  functions: new Set(['function_definition', 'lambda']),
  classes: new Set(['class_definition']),
  self: 'self',
  callsConstruct: true,
  unbound: (name, { wildcards }) => wildcards.map((module) => `${module}.${name}`).concat(`builtins.${name}`),
  imported: (captures) => {
    const module = captures.get('module')?.text;
    const alias = captures.get('alias')?.text;
    if (module === undefined) {
      const dotted = captures.get('import')?.text;
      if (dotted === undefined) return undefined;
      const [top = dotted] = dotted.split('.');
      // `import a.b` binds `a`, `import a.b as c` binds what `a.b` is.
      return alias === undefined ? { local: top, qualified: top } : { local: alias, qualified: dotted };
    }
    const member = captures.get('member')?.text;
    if (member === undefined) return { local: undefined, qualified: module };
    return { local: alias ?? member, qualified: `${module}.${member}` };
  },
  typeName,
  read,
};

function typeName(type: SyntaxNode): string | undefined {
  switch (type.type) {
    case 'type':
      return type.namedChildren[0] === undefined ? undefined : typeName(type.namedChildren[0]);
    case 'identifier':
    case 'attribute':
      return type.text;
    case 'string':
      return /^["']([\w.]+)["']$/.exec(type.text)?.[1];
    case 'generic_type':
    case 'subscript':
      return wrappedType(type.text);
    case 'binary_operator':
      return type.text
        .split('|')
        .map((part) => part.trim())
        .find((part) => part !== 'None');
    default:
      return undefined;
  }
}

/** The type that `Optional[T]` or `Annotated[T, …]` is about. */
function wrappedType(text: string): string | undefined {
  return /^(?:typing\.)?(?:Optional|Annotated)\[\s*([\w.]+)/.exec(text)?.[1];
}

function read(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'identifier':
      return node.text === 'self' ? { kind: 'self' } : { kind: 'name', name: node.text };
    case 'attribute': {
      const object = node.childForFieldName('object');
      const name = node.childForFieldName('attribute');
      return object === null || name === null
        ? { kind: 'other' }
        : { kind: 'member', object, name: name.text };
    }
    case 'call': {
      const callee = node.childForFieldName('function');
      const given = argumentsOf(node.childForFieldName('arguments'));
      return callee === null ? { kind: 'other' } : { kind: 'call', callee, arguments: given };
    }
    case 'parenthesized_expression':
    case 'await':
      return inside(node.namedChildren[0]);
    case 'named_expression':
      return inside(node.childForFieldName('value') ?? undefined);
    default:
      return { kind: 'other' };
  }
}

function inside(value: SyntaxNode | undefined): Expression {
  return value === undefined ? { kind: 'other' } : { kind: 'inside', value };
}
