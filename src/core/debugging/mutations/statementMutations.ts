// Wrong statements: one too many, one missing, two in the wrong order, one at the wrong depth.
import type { Node } from 'web-tree-sitter';
import type { MutationProfile } from './mutationProfile';
import { instead, type Operator, type Place } from './place';

const pairsOfNames = 6;

/** Without other statements in it. */
function isSimple(node: Node, language: MutationProfile): boolean {
  return language.types.simple.test(node.type) && !language.isDescription(node);
}

export const statementMutations: Operator = (node, place) => {
  const { parent } = node;
  if (parent === null || !place.language.types.suite.test(parent.type)) return [];
  return [
    ...jumpsExchanged(node, place),
    ...dropped(node, place),
    ...exchanged(node, place),
    ...atOtherDepth(node, place),
    ...inserted(node, place),
  ];
};

function jumpsExchanged(node: Node, { language: { words } }: Place): ReturnType<Operator> {
  const other = { break_statement: 'continue', continue_statement: 'break' }[node.type];
  return other === undefined ? [] : [instead(node, words.statement(other), 'another jump', 0.35)];
}

function dropped(node: Node, { language }: Place): ReturnType<Operator> {
  if (!isSimple(node, language)) return [];
  const weight = node.type === 'expression_statement' ? 0.25 : 0.15;
  return [instead(node, language.words.nothing, 'a statement dropped', weight)];
}

function exchanged(node: Node, { source, language }: Place): ReturnType<Operator> {
  const next = node.nextNamedSibling;
  if (next === null || !isSimple(node, language) || !isSimple(next, language)) return [];
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

/** The last statement of a body moves behind the construct; what follows the construct moves into its body. */
function atOtherDepth(node: Node, place: Place): ReturnType<Operator> {
  const { language } = place;
  if (!isSimple(node, language) || node.text.includes('\n')) return [];
  return [...movedOut(node, place), ...movedIn(node, place)];
}

function movedOut(node: Node, place: Place): ReturnType<Operator> {
  const { language, source } = place;
  const outer = language.constructAround(node);
  if (outer === undefined || node.nextNamedSibling !== null || node.previousNamedSibling === null) return [];
  const [operator, weight] = ['a statement moved out', 0.5] as const;
  if (language.movedOut === undefined) {
    return [byColumn(node, outer.startPosition.column, operator, weight, place)];
  }
  const { from, text } = language.movedOut(node, outer, source);
  return [{ operator, from, to: outer.endIndex, text, weight }];
}

function movedIn(node: Node, place: Place): ReturnType<Operator> {
  const { language, source } = place;
  const before = node.previousNamedSibling;
  const last =
    before !== null && language.types.construct.test(before.type) ? language.lastOf(before) : undefined;
  if (last === undefined) return [];
  const [operator, weight] = ['a statement moved in', 0.3] as const;
  if (language.movedIn === undefined) {
    return [byColumn(node, last.startPosition.column, operator, weight, place)];
  }
  const { from, text } = language.movedIn(node, last, source);
  return [{ operator, from, to: node.endIndex, text, weight }];
}

function byColumn(
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
function inserted(node: Node, { source, variables, language }: Place): ReturnType<Operator> {
  if (language.isDescription(node)) return [];
  if (node.text.includes('\n') && node.type !== 'expression_statement') return [];
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
    text: `${language.words.statement(update)}\n${indent}`,
    weight: 0.1,
  }));
}

function lineStart(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}
