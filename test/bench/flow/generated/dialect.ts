// What a language has to say to have programs printed in it.
import type { LanguageId } from '../../../../src/core/syntax/model';
import type { ClosureBody } from './program';

/** What one rule calls sources and sinks, as the language writes them. `v` is the name of a variable. */
export interface Topic {
  /** What stands after the slash of the rule's id. */
  readonly rule: string;
  readonly sources: readonly string[];
  readonly sinks: readonly ((v: string) => string)[];
  readonly clean?: (v: string) => string;
}

/** A way of writing `w` from `v` that only this language has; `n` makes names of its own. */
export interface Idiom {
  readonly keeps: boolean;
  readonly lines: (v: string, w: string, n: string) => readonly string[];
}

export interface Dialect {
  readonly language: LanguageId;
  readonly topics: readonly Topic[];
  readonly idioms: readonly Idiom[];
  readonly mainFile: string;
  readonly helperFile: string;
  /** Lines around the handlers and around the helpers; `isApart`: the helpers have a file of their own. */
  readonly mainHead: (isApart: boolean, helpers: readonly string[]) => readonly string[];
  readonly helperHead: (isApart: boolean) => readonly string[];
  readonly helperFoot: (isApart: boolean, helpers: readonly string[]) => readonly string[];
  readonly mainFoot: readonly string[];
  readonly handlerOpen: (name: string) => readonly string[];
  readonly handlerClose: readonly string[];
  readonly helperOpen: (name: string) => readonly string[];
  readonly helperClose: readonly string[];
  readonly giveBack: (v: string) => string;
  readonly leave: string;
  /** A program that does nothing in a block. */
  readonly nothing: string;
  readonly constant: string;
  readonly set: (type: 'text' | 'number', name: string, value: string, isNew: boolean) => string;
  readonly pick: (test: string, a: string, b: string) => string;
  readonly call: (isApart: boolean, name: string, args: readonly string[]) => string;
  readonly item: (list: string, index: number) => string;
  readonly last: (list: string) => string;
  readonly entry: (map: string, key: string) => string;
  readonly content: (box: string) => string;
  readonly apply: (closure: string, a: string) => string;
  readonly list: (name: string, items: readonly string[]) => string;
  readonly append: (list: string, a: string) => string;
  readonly replace: (list: string, index: number, a: string) => string;
  readonly map: (name: string) => string;
  readonly put: (map: string, key: string, a: string) => string;
  readonly box: (name: string, a: string) => string;
  readonly fill: (box: string, a: string) => string;
  readonly alias: (name: string, of: string, type: 'list' | 'map' | 'box') => string;
  readonly closure: (name: string, captures: string, body: ClosureBody) => readonly string[];
  readonly wordIs: (name: string, text: string) => string;
  readonly equals: readonly [string, string];
  readonly and: string;
  readonly or: string;
  readonly not: (test: string) => string;
  readonly if: (test: string) => string;
  readonly else: string;
  readonly repeat: (index: string, times: number) => string;
  readonly try: string;
  readonly raise: string;
  readonly handle: string;
  /** Closes a block; none where indentation does. */
  readonly end: string | undefined;
}
