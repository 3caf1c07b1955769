// What is checked of a match beyond its shape.
import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { FileNames } from './names/fileNames';
import { WantedNames } from './names/wantedNames';
import type { Predicate } from './queryText';

/** The nodes of one match by the name of their capture. */
export class CapturedNodes {
  private readonly texts = new Map<SyntaxNode, string>();

  constructor(private readonly nodes: ReadonlyMap<string, readonly SyntaxNode[]>) {}

  get(capture: string): readonly SyntaxNode[] {
    return this.nodes.get(capture) ?? none;
  }

  /** The text of one of them, which is read once for all patterns of a shape. */
  text(node: SyntaxNode): string {
    const known = this.texts.get(node);
    if (known !== undefined) return known;
    const { text } = node;
    this.texts.set(node, text);
    return text;
  }
}

const none: readonly SyntaxNode[] = [];

/** Whether a match holds; names are resolved only where something asks for them. */
export type Check = (nodes: CapturedNodes, names: () => FileNames) => boolean;

export const predicateNames = ['eq', 'match', 'any-of', 'type', 'imported', 'decorated'] as const;

/** @throws {SyntaxError} for a regular expression that is none. */
export function checkOf(predicate: Predicate): Check {
  const test = testOf(predicate);
  const { capture, isNegated } = predicate;
  return (nodes, names) => {
    const subjects = nodes.get(capture);
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

type Test = (subject: SyntaxNode, nodes: CapturedNodes, names: () => FileNames) => boolean;

function testOf({ name, operands }: Predicate): Test {
  const texts = operands.flatMap((operand) => (operand.kind === 'text' ? [operand.text] : []));
  const [first] = operands;
  switch (name) {
    case 'eq':
      if (first?.kind === 'capture') {
        return (subject, nodes) => nodes.get(first.name)[0]?.text === nodes.text(subject);
      }
      return (subject, nodes) => nodes.text(subject) === texts[0];
    case 'any-of': {
      const set = new Set(texts);
      return (subject, nodes) => set.has(nodes.text(subject));
    }
    case 'match': {
      const pattern = new RegExp(texts[0] ?? '');
      return (subject, nodes) => pattern.test(nodes.text(subject));
    }
    case 'type': {
      const wanted = new WantedNames(texts);
      return (subject, _, names) => wanted.includes(names().of(subject).types);
    }
    case 'imported': {
      const wanted = new WantedNames(texts);
      return (subject, _, names) => names().means(subject, wanted);
    }
    case 'decorated': {
      const wanted = new WantedNames(texts);
      return (subject, _, names) => decorators(subject).some((node) => names().means(node, wanted));
    }
    default:
      return () => false;
  }
}

/** What decorates the function around a node (Python). */
function decorators(node: SyntaxNode): SyntaxNode[] {
  let around = node.parent;
  while (around !== null && around.type !== 'function_definition') around = around.parent;
  if (around?.parent?.type !== 'decorated_definition') return [];
  return around.parent.namedChildren.flatMap((child) => {
    const expression = child.type === 'decorator' ? child.namedChildren[0] : undefined;
    return expression === undefined ? [] : [expression.childForFieldName('function') ?? expression];
  });
}
