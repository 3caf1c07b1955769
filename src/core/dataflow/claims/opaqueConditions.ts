// Branches of a path whose conditions no decider can read, because they ask a function whose source is not here.
import type { Sort } from '../ir/ir';
import type { OutsideCalls } from '../symbolic/outsideCalls';
import type { PathNode, Place } from '../symbolic/state';
import type { Term, Terms } from '../symbolic/terms';
import { termsIn } from '../symbolic/termsIn';
import type { Claims } from './claims';
import { readFormula, termOf } from './formula';

/** A value that a condition is about, under the name that a formula has for it. */
export interface OpaqueValue {
  readonly name: string;
  /** What it is, e.g. ``operand 1 of `is_valid` ``. */
  readonly meaning: string;
  readonly sort: Sort;
  readonly term: Term;
}

export interface OpaqueCondition {
  /** Language, calls and text. */
  readonly key: string;
  readonly text: string;
  readonly place: Place;
  /** The condition itself, whichever way the path goes. */
  readonly test: Term;
  readonly values: readonly OpaqueValue[];
  /** What is asked about when the condition is: calls without source in it. */
  readonly results: readonly Term[];
}

const mostValues = 8;

export interface OpaquePath {
  readonly path: readonly PathNode[];
  readonly terms: Terms;
  readonly outside: OutsideCalls;
}

/** @param quote What stands at a place. */
export function opaqueConditions(
  { path, terms, outside }: OpaquePath,
  quote: (place: Place) => string,
): OpaqueCondition[] {
  if (outside.results.size === 0) return [];
  return path.flatMap(({ condition, place, taken }) => {
    if (place === undefined) return [];
    const results = [...termsIn([condition])]
      .filter((term) => outside.results.has(term))
      .sort((a, b) => a.id - b.id);
    const calls = results.flatMap((term) => outside.results.get(term) ?? []);
    const values = calls
      .flatMap(({ name, operands }) =>
        operands.map((operand) => ({ operand: operand.name, of: name, term: terms.strip(operand.value) })),
      )
      .filter(({ term }) => term.op !== 'const' && term.op !== 'object')
      .slice(0, mostValues)
      .map(({ operand, of, term }, index) => ({
        name: `v${index + 1}`,
        meaning: `${operand === 'receiver' ? 'the receiver' : `operand ${operand}`} of \`${of}\``,
        sort: term.sort,
        term,
      }));
    if (values.length === 0) return [];
    const text = quote(place).replaceAll(/\s+/g, ' ');
    const test = taken ? condition : terms.not(condition);
    const names = values.map(({ name, meaning }) => `${name} ${meaning}`).join(', ');
    const key = `${calls.map((call) => call.key).join('; ')}: ${text} [${names}]`;
    return [{ key, text, place, test, values, results }];
  });
}

/** What models said of these conditions, as conditions of the path. */
export function readingsOf(terms: Terms, conditions: readonly OpaqueCondition[], claims: Claims): Term[] {
  return conditions.flatMap(({ key, test, values }) => {
    const claim = claims.conditions.get(key);
    if (claim === undefined) return [];
    const sorts = new Map(values.map(({ name, sort }) => [name, sort]));
    const known = new Map(values.map(({ name, term }) => [name, term]));
    const holds = (text: string): Term => {
      const read = readFormula(text, sorts);
      return read.ok ? terms.strip(termOf(terms, read.formula, known)) : terms.true;
    };
    return [terms.or(terms.not(test), holds(claim.whenTrue)), terms.or(test, holds(claim.whenFalse))];
  });
}

/**
 * Whether an answer could decide the path: what the condition is about is spoken of by other conditions as well.
 * @param conditions All of the path, with that of the sink.
 */
export function isDecisive(
  { test, values, results }: OpaqueCondition,
  conditions: readonly Term[],
  terms: Terms,
): boolean {
  const own = new Set([test, terms.not(test)]);
  const about = unknownsIn(values.map(({ term }) => term));
  const others = unknownsIn(conditions.filter((condition) => !own.has(condition)));
  for (const each of results) others.delete(each);
  return [...about].some((unknown) => others.has(unknown));
}

function unknownsIn(roots: readonly Term[]): Set<Term> {
  return new Set([...termsIn(roots)].filter(({ op }) => op === 'symbol'));
}
