import type { Node } from 'web-tree-sitter';
import type { Construct, Suite } from './construct';
import type { FunctionKind } from './model';

/**
 * All that Witness knows about a language. A new language is a grammar, two query files and the lowering of its
 * statements; nothing else in this folder changes.
 */
export interface LanguageProfile {
  /** File name of the grammar, as `scripts/build.mjs` ships it. */
  readonly grammar: string;
  /** Query for functions and classes; captures: see functions.ts. */
  readonly functions: string;
  /** Query for names, calls and the regions that give them their role; captures: see names.ts. */
  readonly names: string;
  /** The statements directly in the body of a function or a file; undefined when the body is an expression. */
  suiteOf(body: Node): Suite | undefined;
  /** What a statement node is. */
  lower(statement: Node): Construct;
  /** Default values of parameters are evaluated at the call (JavaScript), not at the definition (Python). */
  readonly parametersRunAtCall: boolean;
  /** Whether the language's common test runners would run this function. */
  isTest(fn: NamedScope): boolean;
}

/**
 * What gives the functions inside of it their path. `container`: a body of names without a frame of its own, such as
 * a JavaScript class. `ambient`: declarations for the compiler, in which nothing runs.
 */
export interface NamedScope {
  readonly kind: FunctionKind | 'container' | 'ambient';
  readonly node: Node;
  /** `<lambda>` where there is none. */
  readonly name: string;
  /** What is right around it; undefined in the module. */
  readonly outer: NamedScope | undefined;
  /** A test runner is handed this function. */
  readonly isTestCallback: boolean;
}
