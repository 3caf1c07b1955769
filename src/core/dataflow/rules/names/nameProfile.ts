import type { SyntaxNode } from '../../../syntax/syntaxTree';

/** All that the resolution of names knows about a language. Captures of the queries: see bindings.ts. */
export interface NameProfile {
  /** Query for what binds names. */
  readonly bindings: string;
  /** Types of nodes within which a name holds. */
  readonly scopes: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** How a method calls its own object: `self`, `this`. */
  readonly self: string;
  /** What a simple name that nothing in the file binds may stand for. */
  readonly unbound: (name: string, imports: Imports) => readonly string[];
  /** What an import makes known, from the captures of one match. */
  readonly imported: (captures: ReadonlyMap<string, SyntaxNode>) => Imported | undefined;
  /** The name in a type annotation, without type arguments, arrays and the like. */
  readonly typeName: (type: SyntaxNode) => string | undefined;
  /** What an expression is, as far as names are concerned. */
  readonly read: (node: SyntaxNode) => Expression;
  /** A class's name stands for itself in calls that make an object (Python). */
  readonly callsConstruct: boolean;
}

export interface Imports {
  /** Packages all of whose names are imported. */
  readonly wildcards: readonly string[];
}

export interface Imported {
  /** Name in the file; undefined for a wildcard. */
  readonly local: string | undefined;
  /** What it is a name of: a package, a module, or a member of one. */
  readonly qualified: string;
}

export type Expression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: SyntaxNode; readonly name: string }
  | { readonly kind: 'call'; readonly callee: SyntaxNode; readonly arguments: readonly SyntaxNode[] }
  /** A call whose callee has no node of its own (Java). */
  | {
      readonly kind: 'method';
      readonly object: SyntaxNode | undefined;
      readonly name: string;
      readonly arguments: readonly SyntaxNode[];
    }
  | { readonly kind: 'new'; readonly type: SyntaxNode }
  | { readonly kind: 'cast'; readonly type: SyntaxNode; readonly value: SyntaxNode }
  | { readonly kind: 'inside'; readonly value: SyntaxNode }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'self' }
  | { readonly kind: 'other' };

/** The named arguments of a call. */
export function argumentsOf(list: SyntaxNode | null): SyntaxNode[] {
  return list === null ? [] : list.namedChildren.filter((child) => !child.type.includes('comment'));
}
