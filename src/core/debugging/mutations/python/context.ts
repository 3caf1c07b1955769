// What the operators know of the place where they are asked for changes.
import type { Node } from 'web-tree-sitter';
import type { Mutation } from '../mutation';

export interface Place {
  readonly source: string;
  /** Names that can be read here, the nearest scope first. */
  readonly variables: readonly string[];
  /** Expressions of the same function: what a fix needs often stands near by. */
  readonly expressions: readonly string[];
  /** Attributes that the file uses, in the order of their first use. */
  readonly attributes: readonly string[];
}

/** All changes of one kind at a node, which may be none. */
export type Operator = (node: Node, place: Place) => Mutation[];

/** Another text in the place of a node. */
export function instead(node: Node, text: string, operator: string, weight: number): Mutation {
  return { operator, from: node.startIndex, to: node.endIndex, text, weight };
}

/** The text of an expression as an operand: in parentheses unless it is one thing. */
export function operand(node: Node): string {
  return /^(?:identifier|integer|float|string|call|attribute|subscript|list|tuple|parenthesized_expression|none|true|false)$/.test(
    node.type,
  )
    ? node.text
    : `(${node.text})`;
}

/** Where an expression is used: as an argument, an index, what is returned, assigned, compared or gone through. */
export function isUsedValue(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (
    /^(?:argument_list|return_statement|comparison_operator|slice|list|tuple|expression_list)$/.test(
      parent.type,
    )
  ) {
    return true;
  }
  if (parent.type === 'subscript') return parent.childForFieldName('value')?.id !== node.id;
  if (/^(?:assignment|augmented_assignment|for_statement|for_in_clause)$/.test(parent.type)) {
    return parent.childForFieldName('right')?.id === node.id;
  }
  return parent.type === 'keyword_argument' && parent.childForFieldName('value')?.id === node.id;
}

/** Whether an identifier is read here as a variable: no definition, no attribute, no keyword, no import. */
export function isRead(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (parent.type === 'attribute') return parent.childForFieldName('object')?.id === node.id;
  if (parent.type === 'keyword_argument') return parent.childForFieldName('value')?.id === node.id;
  if (parent.type === 'call') return parent.childForFieldName('function')?.id !== node.id;
  if (/^(?:assignment|augmented_assignment|for_statement|for_in_clause)$/.test(parent.type)) {
    return parent.childForFieldName('left')?.id !== node.id;
  }
  return !/^(?:function_definition|class_definition|parameters|default_parameter|typed_parameter|lambda_parameters|pattern_list|tuple_pattern|dotted_name|aliased_import|global_statement|nonlocal_statement|as_pattern_target|type)$/.test(
    parent.type,
  );
}
