import type { Node, Query } from 'web-tree-sitter';
import { matchesOf, type ParsedText } from './parsedText';
import type { NamedScope } from './profile';

/** A node that is a scope, with its parts. */
export interface Scope {
  readonly node: Node;
  readonly kind: NamedScope['kind'];
  /** `node` itself where an expression runs as a function of its own. */
  readonly body: Node;
  readonly name?: Node | undefined;
  readonly parameters?: Node | undefined;
  /** The node with its decorators, or with the name that it is assigned to. */
  readonly definition?: Node | undefined;
  /** A test runner is handed this function. */
  readonly isTestCallback?: boolean;
}

type Finding = Pick<Scope, 'node'> & { -readonly [K in keyof Scope]?: Scope[K] | undefined };

const kinds: readonly Scope['kind'][] = [
  'function',
  'method',
  'class',
  'lambda',
  'module',
  'container',
  'ambient',
];

/**
 * All scopes of a file, in no particular order.
 *
 * A pattern of the query marks a scope by its kind (`@function`, `@container`, …) with its `@body`, and where there
 * are such its `@name`, `@parameters` and `@definition`. Further patterns may add to that; they mark the node by
 * `@named`, or by `@test` if a test runner is handed it.
 */
export function findScopes(parsed: ParsedText, query: Query): Scope[] {
  const findings = new Map<number, Finding>();
  for (const match of matchesOf(query, parsed)) {
    const captured = new Map(match.captures.map(({ name, node }) => [name, node]));
    const kind = kinds.find((each) => captured.has(each));
    const node = captured.get(kind ?? 'named') ?? captured.get('test');
    if (node === undefined) continue;

    const finding: Finding = findings.get(node.id) ?? { node };
    findings.set(node.id, finding);
    add(captured, kind, finding);
  }
  return [...findings.values()].filter(isScope);
}

function add(captured: ReadonlyMap<string, Node>, kind: Scope['kind'] | undefined, finding: Finding): void {
  const name = captured.get('name');
  // A name of its own goes before that of the variable it is assigned to.
  if (kind !== undefined && name !== undefined) finding.name = name;
  finding.name ??= name;
  finding.definition ??= captured.get('definition');
  finding.parameters ??= captured.get('parameters');
  finding.isTestCallback ||= captured.has('test');

  // An expression may run as a function of its own, but not one that is a function anyway.
  const body = captured.get('body');
  const isExpression = body?.id === finding.node.id;
  if (body === undefined || (isExpression && finding.body !== undefined)) return;
  finding.body = body;
  finding.kind = kind;
}

function isScope(finding: Finding): finding is Scope {
  return finding.kind !== undefined && finding.body !== undefined;
}
