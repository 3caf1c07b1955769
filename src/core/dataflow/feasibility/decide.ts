// The built-in decider: constants and equalities propagated, cases split, intervals at the end. What it cannot decide is
// left to the solver.
import { leavesOf, type Term, type Terms } from '../symbolic/terms';
import type { Constant } from '../ir/ir';
import { boundOf, Interval } from './linear';
import { Rebuilder, TooLong } from './rebuild';

export type Verdict =
  | { readonly result: 'sat'; readonly values: ReadonlyMap<Term, Constant> }
  | { readonly result: 'unsat' | 'unknown' };

const mostSplits = 120;
/** Terms asked for while one conjunction is decided. */
const mostWork = 100_000;

/** Whether all conditions can hold at once. */
export function decide(terms: Terms, conditions: readonly Term[]): Verdict {
  try {
    return new Decider(terms).solve(
      conditions.map((each) => terms.strip(each)),
      new Map(),
    );
  } catch (error) {
    if (error instanceof TooLong) return { result: 'unknown' };
    throw error;
  }
}

class Decider {
  private splits = 0;

  private readonly lastWork: number;

  constructor(private readonly terms: Terms) {
    this.lastWork = terms.work + mostWork;
  }

  solve(conditions: readonly Term[], assigned: Map<Term, Constant>): Verdict {
    const open = this.propagate(conditions, assigned);
    if (open === undefined) return { result: 'unsat' };
    const choice = choiceIn(open);
    if (choice === undefined) return this.decideLiterals(open, assigned);
    if (++this.splits > mostSplits) return { result: 'unknown' };
    let isUnknown = false;
    for (const assumption of [choice, this.terms.not(choice)]) {
      const outcome = assumption === choice ? this.terms.true : this.terms.false;
      const rebuilder = new Rebuilder(this.terms, new Map([[choice.id, outcome]]), this.lastWork);
      const rest = open.map((each) => rebuilder.rebuild(each));
      const verdict = this.solve([assumption, ...rest], new Map(assigned));
      if (verdict.result === 'sat') return verdict;
      isUnknown ||= verdict.result === 'unknown';
    }
    return { result: isUnknown ? 'unknown' : 'unsat' };
  }

  /** Conditions with all that is known put in; undefined where they contradict each other. */
  private propagate(conditions: readonly Term[], assigned: Map<Term, Constant>): readonly Term[] | undefined {
    let open = flattened(conditions);
    for (;;) {
      const known = new Map<number, Term>();
      const kept: Term[] = [];
      for (const literal of open) {
        const fact = this.factOf(literal);
        if (fact === undefined) kept.push(literal);
        else if ((known.get(fact.of.id) ?? fact.is) !== fact.is) return undefined;
        else {
          known.set(fact.of.id, fact.is);
          assigned.set(fact.of, fact.is.value);
        }
      }
      if (open.includes(this.terms.false)) return undefined;
      if (known.size === 0) return open.filter((each) => each !== this.terms.true);
      const rebuilder = new Rebuilder(this.terms, known, this.lastWork);
      open = flattened(kept.map((literal) => rebuilder.rebuild(literal)));
      if (open.includes(this.terms.false)) return undefined;
    }
  }

  /** `x == 3` and `b` say what an unknown is. */
  private factOf(literal: Term): { of: Term; is: Term } | undefined {
    if (literal.op === 'symbol' || (literal.op === 'apply' && literal.sort === 'bool')) {
      return { of: literal, is: this.terms.true };
    }
    const [first, second] = literal.args;
    if (literal.op === 'not' && first !== undefined && isAtom(first) && first.sort === 'bool') {
      return { of: first, is: this.terms.false };
    }
    if (literal.op !== '==' || first === undefined || second === undefined) return undefined;
    return this.equalityOf(literal, first, second);
  }

  private equalityOf(literal: Term, first: Term, second: Term): { of: Term; is: Term } | undefined {
    if (isConstant(second) && isAtom(first)) return { of: first, is: second };
    if (isConstant(first) && isAtom(second)) return { of: second, is: first };
    const bound = boundOf(literal);
    if (bound === undefined || !isAtom(bound.unknown)) return undefined;
    const isFraction = bound.unknown.sort === 'int' && !Number.isInteger(bound.limit);
    return isFraction
      ? undefined
      : { of: bound.unknown, is: this.terms.constant(bound.limit, bound.unknown.sort) };
  }

  /** Literals over unknowns: intervals for numbers; anything else only where its unknowns occur nowhere else. */
  private decideLiterals(literals: readonly Term[], assigned: Map<Term, Constant>): Verdict {
    const intervals = new Map<Term, Interval>();
    const others: Term[] = [];
    for (const literal of literals) {
      const bound = boundOf(literal);
      if (bound === undefined) others.push(literal);
      else {
        const interval = intervals.get(bound.unknown) ?? new Interval(bound.unknown.sort === 'int');
        if (bound.unknown.op === 'length') interval.add({ ...bound, kind: 'at least', limit: 0 });
        interval.add(bound);
        intervals.set(bound.unknown, interval);
      }
    }
    for (const [unknown, interval] of intervals) {
      const value = interval.pick();
      if (value === undefined) return { result: 'unsat' };
      assigned.set(unknown, value);
    }
    const used = [...intervals.keys(), ...others].flatMap((each) => [...unknownsIn(each)]);
    const isFree = others.every((each) => isSatisfiableAlone(each));
    return isFree && new Set(used).size === used.length
      ? { result: 'sat', values: assigned }
      : { result: 'unknown' };
  }
}

function isAtom({ op }: Term): boolean {
  return op === 'symbol' || op === 'apply' || op === 'length';
}

function isConstant({ op }: Term): boolean {
  return op === 'const' || op === 'object';
}

function flattened(conditions: readonly Term[]): Term[] {
  return [...new Set(conditions.flatMap((each) => (each.op === 'and' ? each.args : [each])))];
}

/** A condition on which cases can be told apart: the test of a choice of values, or part of a disjunction. */
function choiceIn(literals: readonly Term[]): Term | undefined {
  for (const literal of literals) {
    const test = literal.op === 'or' ? undefined : testIn(literal, 6);
    if (test !== undefined) return atomIn(test);
  }
  const disjunctions = literals.filter(isDisjunction);
  const smallest = disjunctions.reduce<Term | undefined>(
    (best, each) => (best === undefined || sizeOf(each) < sizeOf(best) ? each : best),
    undefined,
  );
  return smallest && atomIn(smallest);
}

function isDisjunction({ op, args }: Term): boolean {
  return op === 'or' || (op === 'not' && /^(?:and|or)$/.test(args[0]?.op ?? ''));
}

function sizeOf({ op, args }: Term): number {
  return op === 'not' ? (args[0]?.args.length ?? 1) : args.length;
}

/** The first condition in a formula that is not put together from others. */
function atomIn(formula: Term): Term {
  let term = formula;
  while (/^(?:and|or|not)$/.test(term.op)) {
    const simple = term.args.find(({ op, args }) => !/^(?:and|or)$/.test(args[0]?.op ?? op));
    const next = simple ?? term.args[0];
    if (next === undefined) break;
    term = next;
  }
  return term;
}

/** The test of a choice in a term, not deeper than six levels. */
function testIn(term: Term, depth: number, seen = new Set<Term>()): Term | undefined {
  if (term.op === 'ite') return term.args[0];
  if (depth === 0 || seen.has(term)) return undefined;
  seen.add(term);
  for (const arg of term.args) {
    const test = testIn(arg, depth - 1, seen);
    if (test !== undefined) return test;
  }
  return undefined;
}

function unknownsIn(term: Term): Set<Term> {
  const found = new Set<Term>();
  const open = [term];
  const seen = new Set<Term>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.op === 'symbol') found.add(next);
    else open.push(...next.args);
  }
  return found;
}

/** One test of one unknown text, or an equality of two things: it may hold and it may not. */
function isSatisfiableAlone(literal: Term): boolean {
  const isNegated = literal.op === 'not';
  const inner = isNegated ? literal.args[0] : literal;
  const [a, b] = inner?.args ?? [];
  if (inner === undefined || a === undefined || b === undefined) return false;
  if (inner.op === '==') return (isAtom(a) || isAtom(b)) && (isNegated || canBeEqual(a, b));
  return /^(?:prefix|suffix|contains)$/.test(inner.op) && isAtom(a) && b.op === 'const' && b.value !== '';
}

function canBeEqual(a: Term, b: Term): boolean {
  return leavesOf(a) !== undefined || leavesOf(b) !== undefined || a.sort === b.sort;
}
