// What the statements of every language are lowered to before they are cut into blocks. A profile says which node of
// its grammar is which construct; segmentation.ts knows constructs only.
import type { Node } from 'web-tree-sitter';

/** A stretch of text by offsets (0-based, UTF-16 code units, end exclusive). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a statement stands. */
export interface StatementSpan {
  /** All of it, with decorators and nested statements. */
  readonly whole: Span;
  /** What executes as the statement itself, from where the language counts it as starting. */
  readonly head: Span;
  /** What else is evaluated with it: decorators, computed keys of a class. */
  readonly also?: readonly Span[];
}

/** Statement nodes that run one after the other. */
export type Suite = readonly Node[];

/** A part of a compound statement: a head that is evaluated and what runs after it. */
export interface Arm {
  readonly head: Span;
  readonly body: Suite;
}

export interface Simple {
  readonly kind: 'simple';
  readonly statement: StatementSpan;
}

/** A statement for the compiler only; it never runs. */
export interface Inert {
  readonly kind: 'inert';
  readonly statement: StatementSpan;
}

/** Statements in braces, without a test: part of the run that they stand in. */
export interface Group {
  readonly kind: 'group';
  readonly body: Suite;
}

/** A statement that can be left by its name. */
export interface Labelled {
  readonly kind: 'labelled';
  readonly label: string;
  readonly body: Suite;
}

export interface Jump {
  readonly kind: 'jump';
  readonly statement: StatementSpan;
  readonly how: 'return' | 'raise' | 'break' | 'continue';
  readonly label?: string | undefined;
}

/** `if`, each `elif` with a statement of its own, `else`. */
export interface Choice {
  readonly kind: 'choice';
  readonly arms: readonly { readonly statement: StatementSpan; readonly body: Suite }[];
  readonly otherwise: Suite;
}

export interface Loop {
  readonly kind: 'loop';
  readonly statement: StatementSpan;
  /** `for (init; …)`: runs once before the loop. */
  readonly init?: StatementSpan;
  /** `for (…; …; update)`: runs after each round. */
  readonly update?: Span;
  readonly body: Suite;
  /** Python's `else`. */
  readonly otherwise: Suite;
  /** `do … while`: the body runs before the first test. */
  readonly testsLast: boolean;
  /** The test cannot fail: `while True`, `for (;;)`. */
  readonly isEndless: boolean;
}

/** `with`: a head and a body; Python's manager may swallow an exception. */
export interface With {
  readonly kind: 'with';
  readonly statement: StatementSpan;
  readonly body: Suite;
  /** Where. The head too: by an item that was entered before a later one failed. */
  readonly swallows: 'nothing' | 'in body' | 'in head and body';
}

export interface Handler extends Arm {
  /** Takes whatever was raised. */
  readonly catchesAll: boolean;
}

export interface Try {
  readonly kind: 'try';
  readonly statement: StatementSpan;
  readonly body: Suite;
  readonly handlers: readonly Handler[];
  /** `except*`: every handler gets its part of the exception, one after the other. */
  readonly handlersShare: boolean;
  readonly otherwise: Suite;
  readonly finalizer: Suite | undefined;
}

export interface Case {
  /** Undefined for a `default`, which tests nothing. */
  readonly head: Span | undefined;
  readonly body: Suite;
  /** Nothing can get past this case. */
  readonly isIrrefutable: boolean;
}

/** `match` and `switch`. */
export interface Switch {
  readonly kind: 'switch';
  readonly statement: StatementSpan;
  readonly cases: readonly Case[];
  /** A body runs on into the next one. */
  readonly fallsThrough: boolean;
  /** A plain `break` leaves the switch. */
  readonly takesBreak: boolean;
}

export type Construct = Simple | Inert | Group | Labelled | Jump | Choice | Loop | With | Try | Switch;
