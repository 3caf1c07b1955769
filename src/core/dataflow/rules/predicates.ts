// What is checked of a match beyond its shape.
import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { FileNames } from './names/fileNames';
import { WantedNames } from './names/wantedNames';
import type { TypeFacts } from './names/typeFacts';
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

export interface Check {
  /** Whether a match holds; names are resolved only where something asks for them. */
  readonly holds: Test;
  /** Texts of which one stands in each file where any match holds; undefined where nothing is known of it. */
  readonly oneOf?: readonly string[];
  /** One of them stands within the match itself. */
  readonly isWithin?: boolean;
}

type Test = (nodes: CapturedNodes, names: () => FileNames) => boolean;

export const predicateNames = ['eq', 'match', 'any-of', 'type', 'imported', 'decorated'] as const;

/**
 * @param facts Of the language.
 * @throws {SyntaxError} for a regular expression that is none.
 */
export function checkOf(predicate: Predicate, facts: TypeFacts): Check {
  const { test, ...needs } = testOf(predicate, facts);
  const { capture, isNegated } = predicate;
  const holds: Test = (nodes, names) => {
    const subjects = nodes.get(capture);
    // What is not there, e.g. an optional part, neither is nor does anything.
    if (subjects.length === 0) return isNegated;
    return subjects.every((subject) => test(subject, nodes, names) !== isNegated);
  };
  return isNegated ? { holds } : { holds, ...needs };
}

/** Those that cost least stand first. */
export function inOrderOfCost(predicates: readonly Predicate[]): Predicate[] {
  const cost = ({ name }: Predicate): number =>
    name === 'type' || name === 'imported' ? 2 : name === 'match' ? 1 : 0;
  return [...predicates].sort((a, b) => cost(a) - cost(b));
}

interface SubjectTest extends Pick<Check, 'oneOf' | 'isWithin'> {
  readonly test: (subject: SyntaxNode, nodes: CapturedNodes, names: () => FileNames) => boolean;
}

function testOf({ name, operands }: Predicate, facts: TypeFacts): SubjectTest {
  const texts = operands.flatMap((operand) => (operand.kind === 'text' ? [operand.text] : []));
  const [first] = operands;
  const wanted = new WantedNames(texts);
  switch (name) {
    case 'eq':
      if (first?.kind === 'capture') {
        return { test: (subject, nodes) => nodes.get(first.name)[0]?.text === nodes.text(subject) };
      }
      return {
        test: (subject, nodes) => nodes.text(subject) === texts[0],
        oneOf: texts.slice(0, 1),
        isWithin: true,
      };
    case 'any-of': {
      const set = new Set(texts);
      return { test: (subject, nodes) => set.has(nodes.text(subject)), oneOf: texts, isWithin: true };
    }
    case 'match': {
      const pattern = new RegExp(texts[0] ?? '');
      return { test: (subject, nodes) => pattern.test(nodes.text(subject)) };
    }
    case 'type':
      return { test: (subject, _, names) => wanted.includes(names().of(subject).types) };
    case 'imported':
      return {
        test: (subject, _, names) => names().means(subject, wanted),
        ...namedOneOf(wanted, facts),
      };
    case 'decorated':
      return {
        test: (subject, _, names) => decorators(subject).some((node) => names().means(node, wanted)),
        ...namedOneOf(wanted, facts),
      };
    default:
      return { test: () => false };
  }
}

/** What a file must hold to name one of them: an import, if not the place where it is used. */
function namedOneOf(wanted: WantedNames, facts: TypeFacts): Pick<Check, 'oneOf'> {
  const words = wanted.wordsFor(facts);
  return words === undefined ? {} : { oneOf: words };
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
