// Wrong statements: one too many, one missing, two in the wrong order, one at the wrong depth.
import type { Node } from 'web-tree-sitter';
import { instead, type Operator, type Place } from './context';

const simple =
  /^(?:expression_statement|return_statement|break_statement|continue_statement|delete_statement)$/;
const pairsOfNames = 6;

/** Without other statements in it. */
function isSimple(node: Node): boolean {
  return simple.test(node.type) && !isDescription(node);
}

function isDescription(node: Node): boolean {
  return node.type === 'expression_statement' && node.namedChildren[0]?.type === 'string';
}

export const statementMutations: Operator = (node, place) => {
  const { parent } = node;
  if (parent?.type !== 'block') return [];
  return [
    ...jumpsExchanged(node),
    ...dropped(node),
    ...exchanged(node, place),
    ...atOtherDepth(node, place),
    ...inserted(node, place),
  ];
};

function jumpsExchanged(node: Node): ReturnType<Operator> {
  if (node.type === 'break_statement') return [instead(node, 'continue', 'another jump', 0.35)];
  return node.type === 'continue_statement' ? [instead(node, 'break', 'another jump', 0.35)] : [];
}

function dropped(node: Node): ReturnType<Operator> {
  if (!isSimple(node)) return [];
  return [instead(node, 'pass', 'a statement dropped', node.type === 'expression_statement' ? 0.25 : 0.15)];
}

function exchanged(node: Node, { source }: Place): ReturnType<Operator> {
  const next = node.nextNamedSibling;
  if (next === null || !isSimple(node) || !isSimple(next)) return [];
  const between = source.slice(node.endIndex, next.startIndex);
  return [
    {
      operator: 'statements exchanged',
      from: node.startIndex,
      to: next.endIndex,
      text: `${next.text}${between}${node.text}`,
      weight: 0.3,
    },
  ];
}

const construct = /^(?:for_statement|while_statement|if_statement)$/;

/** The last statement of a body moves behind the construct; what follows the construct moves into its body. */
function atOtherDepth(node: Node, place: Place): ReturnType<Operator> {
  if (!isSimple(node) || node.text.includes('\n')) return [];
  const outer = node.parent?.parent;
  const before = node.previousNamedSibling;
  const isLast = node.nextNamedSibling === null && before !== null && outer?.endIndex === node.endIndex;
  const out =
    isLast && construct.test(outer.type)
      ? [moved(node, outer.startPosition.column, 'a statement moved out', 0.5, place)]
      : [];
  const last =
    before !== null && construct.test(before.type) ? before.childForFieldName('body')?.lastNamedChild : null;
  const into =
    last === null || last === undefined
      ? []
      : [moved(node, last.startPosition.column, 'a statement moved in', 0.3, place)];
  return [...out, ...into];
}

function moved(
  node: Node,
  column: number,
  operator: string,
  weight: number,
  { source }: Place,
): ReturnType<Operator>[number] {
  const from = lineStart(source, node.startIndex);
  return { operator, from, to: node.endIndex, text: `${' '.repeat(column)}${node.text}`, weight };
}

/** A missing update: `a = b` before or behind a statement. */
function inserted(node: Node, { source, variables }: Place): ReturnType<Operator> {
  if (isDescription(node) || (node.text.includes('\n') && node.type !== 'expression_statement')) return [];
  const names = variables.slice(0, pairsOfNames);
  const indent = /[ \t]*$/.exec(source.slice(lineStart(source, node.startIndex), node.startIndex))?.[0] ?? '';
  const updates = names.flatMap((a) => [
    ...names.filter((b) => b !== a).map((b) => `${a} = ${b}`),
    `${a} += 1`,
  ]);
  return updates.map((update) => ({
    operator: 'a missing update',
    from: node.startIndex,
    to: node.startIndex,
    text: `${update}\n${indent}`,
    weight: 0.1,
  }));
}

function lineStart(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}
