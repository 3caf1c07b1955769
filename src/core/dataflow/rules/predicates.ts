// What is checked of a match beyond its shape.
import type { Node } from 'web-tree-sitter';
import type { FileNames } from './names/fileNames';
import type { Predicate } from './queryText';

/** The nodes of one match by the name of their capture. */
export type CapturedNodes = ReadonlyMap<string, readonly Node[]>;

/** Whether a match holds; names are resolved only where something asks for them. */
export type Check = (nodes: CapturedNodes, names: () => FileNames) => boolean;

export const predicateNames = ['eq', 'match', 'any-of', 'type', 'imported', 'decorated'] as const;

/** @throws {SyntaxError} for a regular expression that is none. */
export function checkOf(predicate: Predicate): Check {
  const test = testOf(predicate);
  const { capture, isNegated } = predicate;
  return (nodes, names) => {
    const subjects = nodes.get(capture) ?? [];
    // What is not there, e.g. an optional part, neither is nor does anything.
    if (subjects.length === 0) return isNegated;
    return subjects.every((subject) => test(subject, nodes, names) !== isNegated);
  };
}

/** Those that cost least stand first. */
export function inOrderOfCost(predicates: readonly Predicate[]): Predicate[] {
  const cost = ({ name }: Predicate): number =>
    name === 'type' || name === 'imported' ? 2 : name === 'match' ? 1 : 0;
  return [...predicates].sort((a, b) => cost(a) - cost(b));
}

type Test = (subject: Node, nodes: CapturedNodes, names: () => FileNames) => boolean;

function testOf({ name, operands }: Predicate): Test {
  const texts = operands.flatMap((operand) => (operand.kind === 'text' ? [operand.text] : []));
  const [first] = operands;
  switch (name) {
    case 'eq':
      if (first?.kind === 'capture') {
        return (subject, nodes) => nodes.get(first.name)?.[0]?.text === subject.text;
      }
      return (subject) => subject.text === texts[0];
    case 'any-of': {
      const set = new Set(texts);
      return (subject) => set.has(subject.text);
    }
    case 'match': {
      const pattern = new RegExp(texts[0] ?? '');
      return (subject) => pattern.test(subject.text);
    }
    case 'type':
      return (subject, _, names) => includesAny(names().of(subject).types, texts);
    case 'imported':
      return (subject, _, names) => includesAny(names().of(subject).names, texts);
    case 'decorated':
      return (subject, _, names) =>
        decorators(subject).some((node) => includesAny(names().of(node).names, texts));
    default:
      return () => false;
  }
}

/** What decorates the function around a node (Python). */
function decorators(node: Node): Node[] {
  let around = node.parent;
  while (around !== null && around.type !== 'function_definition') around = around.parent;
  if (around?.parent?.type !== 'decorated_definition') return [];
  return around.parent.namedChildren.flatMap((child) => {
    const expression = child.type === 'decorator' ? child.namedChildren[0] : undefined;
    return expression === undefined ? [] : [expression.childForFieldName('function') ?? expression];
  });
}

/** `a.b.*` stands for everything below `a.b`, `*.b` for everything that ends so. */
function includesAny(found: ReadonlySet<string>, expected: readonly string[]): boolean {
  return expected.some((name) => {
    if (name.startsWith('*.')) return [...found].some((candidate) => candidate.endsWith(name.slice(1)));
    if (!name.endsWith('.*')) return found.has(name);
    const prefix = name.slice(0, -1);
    return [...found].some((candidate) => candidate.startsWith(prefix));
  });
}
