import type { Node } from 'web-tree-sitter';

const quiet = new Set([
  'identifier',
  'number',
  'string',
  'string_fragment',
  'escape_sequence',
  'true',
  'false',
  'null',
  'undefined',
  'this',
  'binary_expression',
  'unary_expression',
  'ternary_expression',
  'parenthesized_expression',
  'member_expression',
  'subscript_expression',
  'property_identifier',
  'private_property_identifier',
  'non_null_expression',
  'optional_chain',
  'update_expression',
  'augmented_assignment_expression',
  'assignment_expression',
  'sequence_expression',
]);

/** Whether evaluating an expression calls nothing that the text shows; a getter may still be behind a member. */
export function isQuiet(expression: Node | null): boolean {
  if (expression === null) return true;
  const stack = [expression];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!quiet.has(node.type) && !node.isExtra) return false;
    stack.push(...node.namedChildren);
  }
  return true;
}

/** Whether a statement has no other statements in it. */
export function isOneRun(statement: Node): boolean {
  return /^(?:expression_statement|(?:lexical|variable)_declaration|empty_statement)$/.test(statement.type);
}

/** Whether running a statement calls nothing that the text shows. */
export function isQuietStatement(statement: Node): boolean {
  return statement.namedChildren.every((child) => {
    if (child.type !== 'variable_declarator') return isQuiet(child);
    return (
      child.childForFieldName('name')?.type === 'identifier' && isQuiet(child.childForFieldName('value'))
    );
  });
}
