// Which names statements declare.
import type { Node } from 'web-tree-sitter';

/** Statements directly in a body, without comments; what is exported counts as standing there itself. */
export function statementsOf(body: Node): Node[] {
  return body.namedChildren.filter((child) => !child.isExtra && child.type !== 'hash_bang_line');
}

/** Names that `let`, `const` and `class` declare directly in these statements. */
export function lexicalNames(statements: readonly Node[]): string[] {
  return statements.flatMap((statement) => {
    const node = declarationIn(statement);
    if (/^(?:lexical|using)_declaration$/.test(node.type)) return declaredNames(node);
    if (/^(?:abstract_)?class_declaration$|^enum_declaration$/.test(node.type)) return nameOf(node);
    return [];
  });
}

/** Names of the functions that these statements declare, with repetitions. */
export function functionNames(statements: readonly Node[]): string[] {
  return statements.flatMap((statement) => {
    const node = declarationIn(statement);
    return /^(?:generator_)?function_declaration$/.test(node.type) ? nameOf(node) : [];
  });
}

/** Names that the declarators of a `let`, `const` or `var` bind. */
export function declaredNames(declaration: Node): string[] {
  return declaration.namedChildren
    .filter(({ type }) => type === 'variable_declarator')
    .flatMap((declarator) => patternNames(declarator.childForFieldName('name')));
}

/** Names that a pattern binds. */
export function patternNames(pattern: Node | null): string[] {
  if (pattern === null) return [];
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [pattern.text];
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return patternNames(pattern.childForFieldName('left'));
    case 'pair_pattern':
      return patternNames(pattern.childForFieldName('value'));
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
      return pattern.namedChildren.flatMap(patternNames);
    default:
      return [];
  }
}

/** `var` names anywhere in a body, but not in functions inside of it. */
export function varNames(body: Node): Set<string> {
  const names = new Set<string>();
  const stack = [body];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'variable_declaration') declaredNames(node).forEach((name) => names.add(name));
    if (node.type === 'for_in_statement' && node.childForFieldName('kind')?.type === 'var') {
      patternNames(node.childForFieldName('left')).forEach((name) => names.add(name));
    }
    if (node === body || (!isFunction(node) && !/^class/.test(node.type))) stack.push(...node.namedChildren);
  }
  return names;
}

/**
 * Whether a statement is a namespace of which nothing is left when the types have been taken out: one that holds nothing
 * but types, aliases and other such namespaces.
 */
export function isOnlyTypes(statement: Node): boolean {
  const namespace = namespaceIn(statement);
  if (namespace === undefined) return false;
  const body = namespace.childForFieldName('body');
  return body === null || statementsOf(body).every((each) => isTypeDeclaration(each) || isOnlyTypes(each));
}

function namespaceIn(node: Node): Node | undefined {
  if (node.type === 'internal_module' || node.type === 'module') return node;
  if (node.type === 'expression_statement') return node.namedChildren.map(namespaceIn).find(Boolean);
  if (node.type !== 'export_statement') return undefined;
  const declaration = node.childForFieldName('declaration');
  return declaration === null ? undefined : namespaceIn(declaration);
}

function isTypeDeclaration(node: Node): boolean {
  if (node.type === 'export_statement') {
    const declaration = node.childForFieldName('declaration');
    return declaration !== null && isTypeDeclaration(declaration);
  }
  return /^(?:interface_declaration|type_alias_declaration|ambient_declaration|import_alias|empty_statement)$/.test(
    node.type,
  );
}

/** Whether a node is a function with a frame of its own. */
export function isFunction(node: Node): boolean {
  return /^(?:function_expression|function_declaration|generator_function|generator_function_declaration|arrow_function|method_definition|class_static_block)$/.test(
    node.type,
  );
}

function declarationIn(statement: Node): Node {
  if (statement.type !== 'export_statement') return statement;
  return statement.childForFieldName('declaration') ?? statement;
}

function nameOf(node: Node): string[] {
  const name = node.childForFieldName('name');
  return name === null ? [] : [name.text];
}
