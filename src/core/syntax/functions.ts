// The functions of a file: bodies of code that get a frame of their own.
import type { Node, Query } from 'web-tree-sitter';
import type { Span } from './construct';
import type { FunctionKind } from './model';
import type { ParsedText } from './parsedText';
import type { LanguageProfile, NamedScope } from './profile';
import { findScopes, type Scope } from './scopes';
import { hasToken } from './spans';

/** A function on its way into the model. */
export interface FunctionDraft {
  readonly kind: FunctionKind;
  readonly name: string;
  readonly path: string;
  readonly node: Node;
  /** `node` with its decorators, or with the name that it is assigned to. */
  readonly definition: Node;
  readonly nameNode: Node | undefined;
  readonly parameters: Node | undefined;
  readonly body: Node;
  /** What runs in the function's own frame; holds `body`. */
  readonly inner: Span;
  /** Index of the function in whose frame it is defined; -1 for the module. */
  readonly parent: number;
  readonly isAsync: boolean;
  /** Declared as a generator by a `*`; in Python a `yield` makes one. */
  readonly isStarred: boolean;
  readonly isTest: boolean;
}

type PlacedScope = Scope & { readonly inner: Span };

type FunctionParts = Pick<
  FunctionDraft,
  'definition' | 'nameNode' | 'parameters' | 'body' | 'inner' | 'isAsync' | 'isStarred'
>;

interface OpenScope {
  readonly scope: NamedScope;
  readonly path: string;
  readonly end: number;
  /** Index of the function whose frame runs what stands in this scope. */
  readonly functionIndex: number;
}

/** Deeper than any program is nested; paths from there on leave out what is around them. */
const maximalDepth = 100;

/** All functions of a file, the module first, the others in the order in which their bodies start. */
export function findFunctions(parsed: ParsedText, query: Query, profile: LanguageProfile): FunctionDraft[] {
  const drafts = [moduleDraft(parsed.root)];
  const open: OpenScope[] = [];
  const timesSeen = new Map<string, number>();

  for (const found of inNestingOrder(findScopes(parsed, query), profile)) {
    while ((open.at(-1)?.end ?? Infinity) <= found.inner.start) open.pop();
    const around = open.at(-1);
    const scope = namedScope(found, around?.scope);
    const { kind, node, name } = scope;
    const prefix = around === undefined || open.length > maximalDepth ? '' : `${around.path}.`;
    const path = kind === 'ambient' ? '' : uniquePath(prefix + name, timesSeen);
    const parent = around?.functionIndex ?? 0;
    const runs = kind !== 'container' && kind !== 'ambient';
    if (runs) {
      drafts.push({ kind, node, name, path, parent, ...partsOf(found), isTest: profile.isTest(scope) });
    }
    open.push({ scope, path, end: found.inner.end, functionIndex: runs ? drafts.length - 1 : parent });
  }
  return drafts;
}

function partsOf({ node, definition = node, name, parameters, body, inner }: PlacedScope): FunctionParts {
  return {
    definition,
    nameNode: name,
    parameters,
    body,
    inner,
    isAsync: hasToken(node, 'async'),
    isStarred: hasToken(node, '*'),
  };
}

function inNestingOrder(scopes: readonly Scope[], profile: LanguageProfile): PlacedScope[] {
  return scopes
    .map((scope) => ({ ...scope, inner: innerSpan(scope, profile) }))
    .sort((a, b) => a.inner.start - b.inner.start || b.inner.end - a.inner.end);
}

/** What runs in the frame: the body, with the parameters where their default values are evaluated at the call. */
function innerSpan({ parameters, body }: Scope, profile: LanguageProfile): Span {
  const first = profile.parametersRunAtCall && parameters !== undefined ? parameters : body;
  return { start: first.startIndex, end: body.endIndex };
}

function namedScope(
  { kind, node, name, isTestCallback = false }: Scope,
  outer: NamedScope | undefined,
): NamedScope {
  const isMethod = kind === 'function' && outer?.kind === 'class';
  const ownKind = outer?.kind === 'ambient' ? 'ambient' : isMethod ? 'method' : kind;
  return { kind: ownKind, node, name: nameOf(kind, name), outer, isTestCallback };
}

function nameOf(kind: Scope['kind'], name: Node | undefined): string {
  if (name === undefined) return kind === 'container' ? '<class>' : '<lambda>';
  // Titles of tests and keys of objects may be strings.
  return name.text.replace(/^(['"`])(.*)\1$/s, '$2');
}

function uniquePath(path: string, timesSeen: Map<string, number>): string {
  const times = (timesSeen.get(path) ?? 0) + 1;
  timesSeen.set(path, times);
  return times === 1 ? path : `${path}~${times}`;
}

function moduleDraft(root: Node): FunctionDraft {
  return {
    kind: 'module',
    name: '<module>',
    path: '<module>',
    node: root,
    definition: root,
    nameNode: undefined,
    parameters: undefined,
    body: root,
    inner: { start: 0, end: root.endIndex },
    parent: -1,
    isAsync: false,
    isStarred: false,
    isTest: false,
  };
}
