// Values as terms over symbols. Equal terms are one object (hash-consing), so a state is compared by identity.
import type { Constant, Sort } from '../ir/ir';

/**
 * `apply` is a function of which only the name is known. `carry` has the value of its first argument and the taint of
 * all; `clean` has the value of its argument and none of the taint of its rules.
 */
export type Op =
  | 'const' | 'symbol' | 'object' | 'ite' | 'not' | 'and' | 'or' | '==' | '<' | '<=' | '+' | '-' | '*'
  | 'concat' | 'length' | 'prefix' | 'suffix' | 'contains' | 'apply' | 'carry' | 'clean'; // prettier-ignore

export interface Term {
  readonly id: number;
  readonly op: Op;
  readonly sort: Sort;
  readonly args: readonly Term[];
  readonly value: Constant;
  /** Of a symbol or function; for a symbol also what a reader of the result sees. */
  readonly name: string;
  /** Declared type of a symbol. */
  readonly type: string | undefined;
  /** Why the value is not exact. */
  readonly approximation: string | undefined;
  readonly isTainted: boolean;
  /** Of a `carry` or `clean`. */
  readonly mark: unknown;
}

const opNumbers: Readonly<Record<Op, number>> = {
  const: 0, symbol: 1, object: 2, ite: 3, not: 4, and: 5, or: 6, '==': 7, '<': 8, '<=': 9, '+': 10, '-': 11, '*': 12,
  concat: 13, length: 14, prefix: 15, suffix: 16, contains: 17, apply: 18, carry: 19, clean: 20,
}; // prettier-ignore

const sortNumbers: Readonly<Record<Sort, number>> = { any: 0, bool: 1, int: 2, real: 3, string: 4 };

type Parts = Partial<Pick<Term, 'args' | 'value' | 'name' | 'type' | 'approximation' | 'mark'>>;

const none: readonly Term[] = [];

/** Makes terms and simplifies them on the way. One factory for each entry point that is analysed. */
export class Terms {
  /** By hash, or where terms share one by the next that is free. */
  private readonly known = new Map<number, Term>();
  private readonly pure = new Map<number, Term>();
  /** Of constants, names and marks, for their hashes. */
  private readonly numbers = new Map<unknown, number>();
  private count = 0;
  /** How much was asked of this factory: terms with their arguments, whether they were known or not. */
  work = 0;
  readonly true = this.constant(true, 'bool');
  readonly false = this.constant(false, 'bool');
  readonly null = this.constant(null, 'any');

  constant(value: Constant, sort: Sort = sortOf(value)): Term {
    return this.make('const', sort, { value });
  }

  symbol(name: string, sort: Sort = 'any', more: Pick<Parts, 'type' | 'approximation'> = {}): Term {
    return this.make('symbol', sort, { name, ...more });
  }

  /** A symbol that equals no other one. */
  fresh(name: string, sort: Sort = 'any', more: Pick<Parts, 'type' | 'approximation'> = {}): Term {
    this.work++;
    return this.made('symbol', sort, { name: `${name}#${this.count}`, ...more });
  }

  object(name: string, type?: string): Term {
    return this.make('object', 'any', { name, ...(type !== undefined && { type }) });
  }

  apply(name: string, args: readonly Term[], sort: Sort = 'any', approximation?: string): Term {
    const pure = args.map((arg) => this.strip(arg));
    const made = this.make('apply', sort, { name, args: pure, ...(approximation && { approximation }) });
    return this.carry(made, args);
  }

  /** The value with the taint of others added. `mark` says what happened here. */
  carry(value: Term, from: readonly Term[], mark?: unknown): Term {
    const tainted = from.filter((each) => each.isTainted && each !== value);
    if (tainted.length === 0 && mark === undefined) return value;
    const args = [value, ...new Set(tainted)];
    return this.make('carry', value.sort, { args, mark });
  }

  clean(value: Term, mark: unknown): Term {
    return value.isTainted ? this.make('clean', value.sort, { args: [value], mark }) : value;
  }

  /** The value without its taint. */
  strip(term: Term): Term {
    if (!term.isTainted) return term;
    const known = this.pure.get(term.id);
    if (known !== undefined) return known;
    const [first, second, third] = term.args;
    let pure = term;
    if (term.op === 'ite' && first && second && third) {
      pure = this.ite(first, this.strip(second), this.strip(third));
    } else if (first !== undefined) pure = this.strip(first);
    this.pure.set(term.id, pure);
    return pure;
  }

  not(term: Term): Term {
    const a = this.strip(term);
    if (a.op === 'const') return this.constant(a.value !== true, 'bool');
    const [inner] = a.args;
    if (a.op === 'not' && inner !== undefined) return inner;
    return this.make('not', 'bool', { args: [a] });
  }

  and(...terms: readonly Term[]): Term {
    return this.junction('and', terms);
  }

  or(...terms: readonly Term[]): Term {
    return this.junction('or', terms);
  }

  private junction(op: 'and' | 'or', terms: readonly Term[]): Term {
    const [neutral, absorbing] = op === 'and' ? [this.true, this.false] : [this.false, this.true];
    const parts = new Set<Term>();
    for (const each of terms) {
      const term = this.strip(each);
      for (const part of term.op === op ? term.args : [term]) parts.add(part);
    }
    parts.delete(neutral);
    for (const part of parts) if (part === absorbing || parts.has(this.not(part))) return absorbing;
    const [only] = parts;
    if (only === undefined) return neutral;
    if (parts.size === 1) return only;
    return this.make(op, 'bool', { args: [...parts].sort((a, b) => a.id - b.id) });
  }

  ite(condition: Term, then: Term, otherwise: Term): Term {
    const test = this.strip(condition);
    if (test === this.true || then === otherwise) return then;
    if (test === this.false) return otherwise;
    const [negated] = test.args;
    if (test.op === 'not' && negated !== undefined) return this.ite(negated, otherwise, then);
    if (then === this.true) return this.or(test, otherwise);
    if (then === this.false) return this.and(this.not(test), otherwise);
    if (otherwise === this.false) return this.and(test, then);
    if (otherwise === this.true) return this.or(this.not(test), then);
    const sort = then.sort === otherwise.sort ? then.sort : joined(then.sort, otherwise.sort);
    return this.make('ite', sort, { args: [test, sameArm(then, test, 1), sameArm(otherwise, test, 2)] });
  }

  make(op: Op, sort: Sort, parts: Parts): Term {
    this.work += 1 + (parts.args ?? none).length;
    let hash = this.hashOf(op, sort, parts);
    for (let alike = this.known.get(hash); alike !== undefined; alike = this.known.get(hash)) {
      if (isSame(alike, op, sort, parts)) return alike;
      hash = (hash + 1) | 0;
    }
    const term = this.made(op, sort, parts);
    this.known.set(hash, term);
    return term;
  }

  private made(op: Op, sort: Sort, parts: Parts): Term {
    const { args = none, value = null, name = '', type, approximation, mark } = parts;
    const isTainted = op === 'carry' || op === 'clean' || (op === 'ite' && args.some((arg) => arg.isTainted));
    return { id: this.count++, op, sort, args, value, name, type, approximation, isTainted, mark };
  }

  private hashOf(op: Op, sort: Sort, { args = none, value = null, name = '', mark }: Parts): number {
    let hash = opNumbers[op] * 8 + sortNumbers[sort];
    for (const { id } of args) hash = mixed(hash, id);
    if (value !== null) hash = mixed(hash, this.numberOf(value));
    if (name !== '') hash = mixed(hash, this.numberOf(name));
    return mark === undefined ? hash : mixed(hash, this.numberOf(mark));
  }

  private numberOf(part: unknown): number {
    const number = this.numbers.get(part) ?? this.numbers.size;
    this.numbers.set(part, number);
    return number;
  }
}

/** Whether a term is the one of these parts; its type and what it approximates are none of them. */
function isSame(
  term: Term,
  op: Op,
  sort: Sort,
  { args = none, value = null, name = '', mark }: Parts,
): boolean {
  if (term.op !== op || term.sort !== sort || term.name !== name || term.mark !== mark) return false;
  if (term.value !== value && !(Number.isNaN(term.value) && Number.isNaN(value))) return false;
  return term.args.length === args.length && args.every((arg, at) => arg === term.args[at]);
}

/** A hash of 32 bits and one more number. */
function mixed(hash: number, next: number): number {
  const sum = Math.imul(hash, 0x9e3779b1) ^ next;
  return Math.imul(sum ^ (sum >>> 15), 0x85ebca6b);
}

/** `ite(c, ite(c, a, b), d)` is `ite(c, a, d)`. */
function sameArm(term: Term, test: Term, arm: 1 | 2): Term {
  return term.op === 'ite' && term.args[0] === test ? (term.args[arm] ?? term) : term;
}

function joined(a: Sort, b: Sort): Sort {
  const isNumber = (sort: Sort): boolean => sort === 'int' || sort === 'real';
  return isNumber(a) && isNumber(b) ? 'real' : 'any';
}

/** The sort of a constant. */
export function sortOf(value: Constant): Sort {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'real';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'any';
}

/** The constants or objects that a term may be, if that is all it may be and they are few. */
export function leavesOf(term: Term, limit = 8): readonly Term[] | undefined {
  const leaves = new Set<Term>();
  const seen = new Set([term]);
  for (const next of seen) {
    if (next.op === 'ite') for (const arm of next.args.slice(1)) seen.add(arm);
    else if (next.op === 'const' || next.op === 'object') leaves.add(next);
    else return undefined;
    if (leaves.size > limit || seen.size > 8 * limit) return undefined;
  }
  return [...leaves];
}
