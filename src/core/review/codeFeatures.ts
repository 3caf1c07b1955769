// What in a piece of code decides about its behaviour: conditions, bounds, errors, concurrency, results, calls.
import type { Node } from 'web-tree-sitter';
import { codeOf, codeText } from './code';

export type Feature = 'condition' | 'bound' | 'error handling' | 'concurrency' | 'result' | 'call' | 'import';

/** Texts of code by what they decide about; the same text counts as often as it stands there. */
export type Features = ReadonlyMap<Feature, readonly string[]>;

/** Nodes, by their types in the grammars of all languages, and the field that is told of them; without one, all of it. */
const featuresOfNodes: readonly (readonly [RegExp, Feature, string?])[] = [
  [/^(if|while|do|elif|for)_(statement|clause)$/, 'condition', 'condition'],
  [/^(conditional|ternary)_expression$/, 'condition'],
  [/^(boolean_operator|not_operator|comparison_operator|case_clause|switch_case|switch_label)$/, 'condition'],
  [/^(slice|subscript|subscript_expression|array_access)$/, 'bound'],
  [/^(for_statement|for_in_clause|for_in_statement|enhanced_for_statement)$/, 'bound', 'right'],
  [/^(except_clause|except_group_clause|catch_clause|finally_clause)$/, 'error handling'],
  [/^(raise|throw|assert)_statement$/, 'error handling'],
  [/^(await|await_expression|synchronized_statement|yield|yield_expression)$/, 'concurrency'],
  [/^(with_item|resource)$/, 'concurrency'],
  [/^return_statement$/, 'result'],
  [/^(call|call_expression|method_invocation|new_expression|object_creation_expression)$/, 'call'],
  [/^(import_statement|import_from_statement|import_declaration)$/, 'import'],
];
const comparison = new Set(['<', '<=', '>', '>=', '==', '!=', '===', '!==', '&&', '||']);

/** @param leaveOut Nodes by id that are told elsewhere. */
export function featuresOf(node: Node, leaveOut: ReadonlySet<number>): Features {
  const found = new Map<Feature, string[]>();
  const add = (feature: Feature, part: Node): void => {
    found.set(feature, [...(found.get(feature) ?? []), codeText(codeOf(part, leaveOut))]);
  };
  const visit = (part: Node): void => {
    if (leaveOut.has(part.id)) return;
    for (const [type, feature, field] of featuresOfNodes) {
      if (!type.test(part.type)) continue;
      const told = field === undefined ? part : part.childForFieldName(field);
      if (told !== null) add(feature, told);
    }
    const operator = part.type === 'binary_expression' ? part.childForFieldName('operator')?.text : undefined;
    if (operator !== undefined && comparison.has(operator)) add('condition', part);
    for (const child of part.namedChildren) visit(child);
  };
  visit(node);
  return found;
}

/** What of it one side has and the other has not. */
export function changedFeatures(old: Features, now: Features): Feature[] {
  const all = new Set([...old.keys(), ...now.keys()]);
  return [...all].filter((feature) => {
    const before = [...(old.get(feature) ?? [])].sort();
    const after = [...(now.get(feature) ?? [])].sort();
    return before.length !== after.length || before.some((text, i) => text !== after[i]);
  });
}
