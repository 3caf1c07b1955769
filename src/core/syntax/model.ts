// What the syntax layer tells the rest of Witness about a file. Documented in docs/blocks.md.
import type { Range } from '../text/position';

export type LanguageId = 'java' | 'python' | 'javascript' | 'typescript' | 'typescriptreact';

/** `block`: maximal straight-line runs (the default). `line`: every statement is a block of its own. */
export type Granularity = 'block' | 'line';

/**
 * One parsed file, cut into functions and basic blocks. Everything is in source order: functions by where their bodies
 * start, blocks and calls by where they start, statements by where their heads start.
 */
export interface SourceModel {
  readonly language: LanguageId;
  readonly granularity: Granularity;
  /** `functions[0]` is the module itself. */
  readonly functions: readonly SourceFunction[];
  readonly blocks: readonly Block[];
  readonly statements: readonly Statement[];
  readonly calls: readonly Call[];
  /** Parts the parser could not read; what lies outside of them is as good as in a clean file. */
  readonly syntaxErrors: readonly SyntaxErrorRange[];
}

export type FunctionKind = 'module' | 'function' | 'method' | 'class' | 'lambda';

/**
 * A body of code that gets a frame of its own when it runs: the module, a function, a method, a class body
 * (Python), a lambda or arrow function, an initialiser of a field (JavaScript, `lambda`), a static block of a class
 * (JavaScript, `method`), a namespace (TypeScript, `module`). Comprehensions and generator expressions belong to their
 * statement.
 */
export interface SourceFunction {
  /** Index into `SourceModel.functions`. */
  readonly index: number;
  readonly kind: FunctionKind;
  /**
   * `<module>`, `<lambda>` where there is no name. In JavaScript a function without a name takes that of the variable,
   * property or field that it is assigned to, and the callback of a test the title of the test.
   */
  readonly name: string;
  /**
   * Dotted path through the enclosing classes and functions, e.g. `Account.deposit`, `outer.inner`; unique within
   * the file: the second of the same path is `path~2`. Edits to other functions do not change it.
   */
  readonly path: string;
  /** Index of the enclosing function; -1 for the module. */
  readonly parent: number;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** All names that the parameters bind, destructured ones too. They are written on entry, before any block runs. */
  readonly parameters: readonly string[];
  /** The whole definition, with decorators or with the name that it is assigned to. */
  readonly range: Range;
  /** The name, or where there is none the first token; the place for a CodeLens. Within `range`. */
  readonly nameRange: Range;
  readonly bodyRange: Range;
  /** A test as the language's common runners see it (pytest/unittest names; `it`/`test` callbacks). */
  readonly isTest: boolean;
  /** Index of the block that runs first; -1 when the body has no statement that runs. */
  readonly entryBlock: number;
}

/**
 * Why a block starts where it does. A `loop-header`, `try`, `test` or `handler-header` is one wherever it stands; the
 * other kinds are those of a function, an arm or a body whose first statement is none of these.
 */
export type BlockKind =
  | 'entry' // first block of its function
  | 'branch' // arm of an if/else, switch or match
  | 'test' // condition evaluated on its own: elif, match case header, switch case
  | 'loop-header' // test or next-item step of a loop; runs once a test
  | 'loop-body'
  | 'loop-update' // third part of a JavaScript `for (;;)`
  | 'try'
  | 'handler-header' // except X as e / catch (e): matching the exception
  | 'handler'
  | 'finally'
  | 'with-body'
  | 'join'; // code after a construct, or after a statement that ends a block

/**
 * A basic block: a maximal straight-line run of statements of one function. It starts with its first statement and
 * is complete when the last one is; a compound statement's header (the test of an `if`, the items of a `with`, the
 * subject of a `match`) ends the run it stands in.
 */
export interface Block {
  /** Index into `SourceModel.blocks`. */
  readonly index: number;
  /** Stable name: `<function path>:<ordinal within the function>`. Edits to other functions do not change it. */
  readonly id: string;
  /** Index into `SourceModel.functions`. */
  readonly functionIndex: number;
  readonly kind: BlockKind;
  /** From its first statement to its last, headers only for compound ones, decorators included. */
  readonly range: Range;
  /**
   * Indexes into `SourceModel.statements`; empty where something other than a statement runs: a `handler-header`, the
   * `test` of a case, a `loop-update`, the `entry` of a lambda whose body is an expression.
   */
  readonly statements: readonly number[];
  /** Possible next blocks in the same function, by index, in the order they would be tried. Control-flow graph edges. */
  readonly successors: readonly Edge[];
  /**
   * Names of local, captured or global variables written in the block, in the order of their first write; `del` writes.
   * Writing an attribute or an item is a use of its base.
   */
  readonly definitions: readonly string[];
  /** Names read in the block before or after a definition. What a nested function reads, its own blocks use. */
  readonly uses: readonly string[];
}

/**
 * A way on. `to` is -1 where it leaves the function. `raise` is an exception for certain (`raise`, no handler matched,
 * the end of a `finally` that was entered by one), `exception` one that any statement of the block may raise; the
 * latter is only drawn where something in the function takes it.
 */
export interface Edge {
  readonly to: number;
  readonly kind: 'next' | 'true' | 'false' | 'loop' | 'exception' | 'return' | 'raise' | 'break' | 'continue';
}

/**
 * A statement as the language counts them: in Python a node of `ast.stmt`, in JavaScript all but braces, labels and
 * `;`. Of `for (init; …; …)` the init counts as one.
 */
export interface Statement {
  readonly index: number;
  /**
   * Index of the block that runs it (a compound statement: the block of its header). -1 for what is for the compiler
   * only: a TypeScript interface, a type alias, `declare`, an overload, `import type`.
   */
  readonly block: number;
  /** Index of the function whose frame executes it. */
  readonly functionIndex: number;
  /** The whole statement with its decorators and everything nested in it. */
  readonly range: Range;
  /**
   * What executes as this statement itself: all of a simple one, the header of a compound one. It starts where the
   * language says that the statement does (a decorated Python definition: at its `def` or `class`).
   */
  readonly headRange: Range;
  /** How many heads start earlier on the line that `headRange` starts on; with that line the key that a runtime joins on. */
  readonly nthOnLine: number;
}

export interface Call {
  /** What is called, e.g. `math.sqrt`; of a chain `list.map().filter`, of an item `table[].run`. */
  readonly callee: string;
  readonly range: Range;
  /** -1 where no block runs it, such as in a decorator of a parameter. */
  readonly block: number;
}

export interface SyntaxErrorRange {
  readonly range: Range;
  /** `missing` where the parser had to invent a token. */
  readonly kind: 'error' | 'missing';
}
