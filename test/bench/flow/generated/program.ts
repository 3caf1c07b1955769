// Random programs in a language of our own: small enough to be run over all their inputs, and printed in the languages
// that are analysed.

/** Values of texts; `source` and `sink` places have numbers of their own. */
export type TextExpr =
  | { readonly kind: 'constant' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'source'; readonly id: number; readonly form: number }
  | { readonly kind: 'join'; readonly a: string; readonly b: string }
  | { readonly kind: 'pick'; readonly test: Test; readonly a: string; readonly b: string }
  | {
      readonly kind: 'call';
      readonly callee: string;
      readonly args: readonly string[];
      readonly number: string;
    }
  | { readonly kind: 'item'; readonly list: string; readonly index: number }
  | { readonly kind: 'last'; readonly list: string }
  | { readonly kind: 'entry'; readonly map: string; readonly key: string }
  | { readonly kind: 'content'; readonly box: string }
  | { readonly kind: 'apply'; readonly closure: string; readonly a: string }
  | { readonly kind: 'clean'; readonly a: string };

/** What is read out of something that holds texts. */
export type Reading = Extract<TextExpr, { kind: 'item' | 'last' | 'entry' | 'content' | 'apply' }>;

export type Test =
  | {
      readonly kind: 'compare';
      readonly name: string;
      readonly operator: Operator;
      readonly to: number | string;
    }
  | { readonly kind: 'word'; readonly name: string; readonly text: string }
  | { readonly kind: 'both' | 'either'; readonly a: Test; readonly b: Test }
  | { readonly kind: 'not'; readonly a: Test };

export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** What a closure gives back: what it captured, what it is given, both, or neither. */
export type ClosureBody = 'captured' | 'given' | 'both' | 'constant';

export type Statement =
  | { readonly kind: 'text'; readonly name: string; readonly isNew: boolean; readonly value: TextExpr }
  | { readonly kind: 'word'; readonly name: string; readonly isNew: boolean; readonly text: string }
  | { readonly kind: 'number'; readonly name: string; readonly of: string; readonly times: number; readonly plus: number }
  | { readonly kind: 'list'; readonly name: string; readonly items: readonly string[] }
  | { readonly kind: 'append'; readonly list: string; readonly a: string }
  | { readonly kind: 'replace'; readonly list: string; readonly index: number; readonly a: string }
  | { readonly kind: 'map'; readonly name: string }
  | { readonly kind: 'put'; readonly map: string; readonly key: string; readonly a: string }
  | { readonly kind: 'box'; readonly name: string; readonly a: string }
  | { readonly kind: 'fill'; readonly box: string; readonly a: string }
  | { readonly kind: 'alias'; readonly name: string; readonly of: string; readonly type: 'list' | 'map' | 'box' }
  | { readonly kind: 'closure'; readonly name: string; readonly captures: string; readonly body: ClosureBody }
  | { readonly kind: 'if'; readonly test: Test; readonly then: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | { readonly kind: 'repeat'; readonly index: string; readonly times: number; readonly body: readonly Statement[] }
  | { readonly kind: 'try'; readonly before: readonly Statement[]; readonly test: Test; readonly after: readonly Statement[]; readonly handler: readonly Statement[] }
  | { readonly kind: 'leave'; readonly test: Test }
  | { readonly kind: 'idiom'; readonly name: string; readonly a: string; readonly form: number; readonly keeps: boolean }
  | { readonly kind: 'sink'; readonly id: number; readonly form: number; readonly a: string }; // prettier-ignore

/** A function of two texts and a number that gives a text. */
export interface Helper {
  readonly name: string;
  readonly body: readonly Statement[];
  readonly result: string;
}

/** Called from outside with two numbers that the program reads from its input, `n` and `m`, from -15 to 15. */
export interface Handler {
  readonly name: string;
  readonly body: readonly Statement[];
}

export interface Program {
  readonly helpers: readonly Helper[];
  readonly handlers: readonly Handler[];
}
