// What is checked of a match beyond its shape.
import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { FileNames } from './names/fileNames';
import { WantedNames } from './names/wantedNames';
import type { TypeFacts } from './names/typeFacts';
import type { Predicate } from './queryText';
import type { Words } from './words';

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

export interface Check {
  /** Whether a match holds; names are resolved only where something asks for them. */
  readonly holds: Test;
  /** Whether any match in a file of these words may hold. */
  readonly mayHoldIn: (words: Words) => boolean;
}

type Test = (nodes: CapturedNodes, names: () => FileNames) => boolean;

export const predicateNames = ['eq', 'match', 'any-of', 'type', 'imported', 'decorated'] as const;

/**
 * @param facts Of the language.
 * @throws {SyntaxError} for a regular expression that is none.
 */
export function checkOf(predicate: Predicate, facts: TypeFacts): Check {
  const { test, mayHoldIn } = testOf(predicate, facts);
  const { capture, isNegated } = predicate;
  const holds: Test = (nodes, names) => {
    const subjects = nodes.get(capture);
    // What is not there, e.g. an optional part, neither is nor does anything.
    if (subjects.length === 0) return isNegated;
    return subjects.every((subject) => test(subject, nodes, names) !== isNegated);
  };
  return { holds, mayHoldIn: isNegated ? () => true : mayHoldIn };
}

/** Those that cost least stand first. */
export function inOrderOfCost(predicates: readonly Predicate[]): Predicate[] {
  const cost = ({ name }: Predicate): number =>
    name === 'type' || name === 'imported' ? 2 : name === 'match' ? 1 : 0;
  return [...predicates].sort((a, b) => cost(a) - cost(b));
}

interface SubjectTest {
  readonly test: (subject: SyntaxNode, nodes: CapturedNodes, names: () => FileNames) => boolean;
  readonly mayHoldIn: Check['mayHoldIn'];
}

function testOf({ name, operands }: Predicate, facts: TypeFacts): SubjectTest {
  const texts = operands.flatMap((operand) => (operand.kind === 'text' ? [operand.text] : []));
  const [first] = operands;
  const wanted = new WantedNames(texts);
  const isPossible = (): boolean => true;
  const holdsText = (words: Words): boolean => texts.some((text) => words.mayHold(text));
  const holdsName = (words: Words): boolean => wanted.mayBeNamed(words, facts);
  switch (name) {
    case 'eq':
      if (first?.kind === 'capture') {
        return {
          test: (subject, nodes) => nodes.get(first.name)[0]?.text === nodes.text(subject),
          mayHoldIn: isPossible,
        };
      }
      return { test: (subject, nodes) => nodes.text(subject) === texts[0], mayHoldIn: holdsText };
    case 'any-of': {
      const set = new Set(texts);
      return { test: (subject, nodes) => set.has(nodes.text(subject)), mayHoldIn: holdsText };
    }
    case 'match': {
      const pattern = new RegExp(texts[0] ?? '');
      return { test: (subject, nodes) => pattern.test(nodes.text(subject)), mayHoldIn: isPossible };
    }
    case 'type':
      return {
        test: (subject, _, names) => wanted.includes(names().of(subject).types),
        mayHoldIn: isPossible,
      };
    case 'imported':
      return { test: (subject, _, names) => names().means(subject, wanted), mayHoldIn: holdsName };
    case 'decorated':
      return {
        test: (subject, _, names) => decorators(subject).some((node) => names().means(node, wanted)),
        mayHoldIn: holdsName,
      };
    default:
      return { test: () => false, mayHoldIn: isPossible };
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
