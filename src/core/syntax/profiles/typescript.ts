import type { Node } from 'web-tree-sitter';
import type { Construct } from '../construct';
import { lowerBy, type Lowering } from '../lowering';
import type { LanguageProfile } from '../profile';
import functions from '../queries/javascript/functions.scm';
import jsx from '../queries/javascript/jsx.scm';
import names from '../queries/javascript/names.scm';
import typedFunctions from '../queries/typescript/functions.scm';
import typedNames from '../queries/typescript/names.scm';
import { hasToken, simpleSpan } from '../spans';
import { javascript, javascriptLowerings, lowerDefinition } from './javascript';

const lowerings: Readonly<Record<string, Lowering>> = {
  ...javascriptLowerings,
  abstract_class_declaration: lowerDefinition,
  module: lowerDefinition,
  internal_module: lowerDefinition,
  interface_declaration: inert,
  type_alias_declaration: inert,
  ambient_declaration: inert,
  function_signature: inert,
  import_statement: (node) =>
    hasToken(node, 'type') ? inert(node) : { kind: 'simple', statement: simpleSpan(node) },
  export_statement: lowerExport,
  expression_statement: lowerExpression,
};

/** TypeScript: JavaScript with statements that only the compiler sees. */
export const typescript: LanguageProfile = {
  ...javascript,
  grammar: 'tree-sitter-typescript.wasm',
  functions: functions + typedFunctions,
  names: names + typedNames,
  lower: lowerBy(lowerings),
};

/** TypeScript with JSX. */
export const tsx: LanguageProfile = {
  ...typescript,
  grammar: 'tree-sitter-tsx.wasm',
  names: names + jsx + typedNames,
};

function inert(node: Node): Construct {
  return { kind: 'inert', statement: simpleSpan(node) };
}

/** `export type`, `export as namespace`. */
function lowerExport(node: Node, lower: (node: Node) => Construct): Construct {
  if (hasToken(node, 'type') || hasToken(node, 'namespace')) return inert(node);
  return javascriptLowerings['export_statement']?.(node, lower) ?? inert(node);
}

/** The grammar takes a namespace for an expression. */
function lowerExpression(node: Node): Construct {
  const [expression] = node.namedChildren;
  if (expression?.type === 'internal_module') return lowerDefinition(expression);
  return { kind: 'simple', statement: simpleSpan(node) };
}
