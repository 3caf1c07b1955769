// The language in which a model says what a condition means: a few operators of SMT-LIB 2 (https://smt-lib.org) over
// named values. It is read into terms; nothing of it reaches the solver as it was written.
import type { Constant, Sort } from '../ir/ir';
import { binary, concat, lengthOf, testText } from '../symbolic/operations';
import type { Term, Terms } from '../symbolic/terms';

type Kind = 'truth' | 'number' | 'text';

/** A formula that is right in itself. */
export type Formula =
  | { readonly op: 'constant'; readonly value: Constant; readonly kind: Kind | undefined }
  | { readonly op: 'value'; readonly name: string; readonly kind: Kind | undefined }
  | { readonly op: OperatorName; readonly args: readonly Formula[]; readonly kind: Kind };

export type ReadFormula =
  { readonly ok: true; readonly formula: Formula } | { readonly ok: false; readonly problem: string };

const longest = 600;
const deepest = 10;

interface Operator {
  readonly takes: Kind | 'same';
  readonly gives: Kind;
  readonly least: number;
  readonly most: number;
}

const operators = {
  and: { takes: 'truth', gives: 'truth', least: 1, most: 12 },
  or: { takes: 'truth', gives: 'truth', least: 1, most: 12 },
  not: { takes: 'truth', gives: 'truth', least: 1, most: 1 },
  '=>': { takes: 'truth', gives: 'truth', least: 2, most: 2 },
  '=': { takes: 'same', gives: 'truth', least: 2, most: 2 },
  distinct: { takes: 'same', gives: 'truth', least: 2, most: 2 },
  '<': { takes: 'number', gives: 'truth', least: 2, most: 2 },
  '<=': { takes: 'number', gives: 'truth', least: 2, most: 2 },
  '>': { takes: 'number', gives: 'truth', least: 2, most: 2 },
  '>=': { takes: 'number', gives: 'truth', least: 2, most: 2 },
  '+': { takes: 'number', gives: 'number', least: 2, most: 2 },
  '-': { takes: 'number', gives: 'number', least: 1, most: 2 },
  '*': { takes: 'number', gives: 'number', least: 2, most: 2 },
  'str.len': { takes: 'text', gives: 'number', least: 1, most: 1 },
  'str.++': { takes: 'text', gives: 'text', least: 2, most: 2 },
  'str.prefixof': { takes: 'text', gives: 'truth', least: 2, most: 2 },
  'str.suffixof': { takes: 'text', gives: 'truth', least: 2, most: 2 },
  'str.contains': { takes: 'text', gives: 'truth', least: 2, most: 2 },
} as const satisfies Readonly<Record<string, Operator>>;

type OperatorName = keyof typeof operators;

/** Names of all operators, for those who are to use them. */
export const operatorNames = Object.keys(operators);

class Wrong extends Error {}

/** @param values What is known of the sort of each value that may be named. */
export function readFormula(text: string, values: ReadonlyMap<string, Sort>): ReadFormula {
  if (text.length > longest) return { ok: false, problem: `A formula is longer than ${longest} characters.` };
  try {
    const words = wordsOf(text);
    const reader = new Reader(words, values);
    const formula = reader.read('truth', 0);
    if (!reader.isAtEnd) throw new Wrong('something follows its end');
    return { ok: true, formula };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { ok: false, problem: `The formula ${JSON.stringify(text)} cannot be read: ${error.message}.` };
  }
}

function wordsOf(text: string): readonly string[] {
  const words: readonly string[] = text.match(/\(|\)|"(?:[^"]|"")*"|[^\s()"]+|"/g) ?? [];
  if (words.includes('"')) throw new Wrong('a text has no end');
  return words;
}

class Reader {
  private at = 0;
  /** What each value is used as. */
  private readonly kinds = new Map<string, Kind>();

  constructor(
    private readonly words: readonly string[],
    values: ReadonlyMap<string, Sort>,
  ) {
    this.names = new Set(values.keys());
    for (const [name, sort] of values) {
      const kind = kindOfSort(sort);
      if (kind !== undefined) this.kinds.set(name, kind);
    }
  }

  private readonly names: ReadonlySet<string>;

  get isAtEnd(): boolean {
    return this.at >= this.words.length;
  }

  read(wanted: Kind | undefined, depth: number): Formula {
    if (depth > deepest) throw new Wrong(`it is nested deeper than ${deepest} levels`);
    const word = this.words[this.at++];
    if (word === undefined) throw new Wrong('it ends too early');
    return word === '(' ? this.readOperation(wanted, depth) : this.readAtom(word, wanted);
  }

  private readOperation(wanted: Kind | undefined, depth: number): Formula {
    const op = this.words[this.at++] ?? '';
    if (!isOperator(op)) throw new Wrong(`there is no operator ${op}`);
    const { takes, gives, least, most }: Operator = operators[op];
    if (wanted !== undefined && wanted !== gives) throw new Wrong(`${op} gives a ${gives}, not a ${wanted}`);
    const args: Formula[] = [];
    while (this.words[this.at] !== ')') {
      const kind = takes === 'same' ? args.find((arg) => arg.kind !== undefined)?.kind : takes;
      args.push(this.read(kind, depth + 1));
    }
    this.at++;
    if (args.length < least || args.length > most) throw new Wrong(`${op} does not take ${args.length}`);
    return { op, args, kind: gives };
  }

  private readAtom(word: string, wanted: Kind | undefined): Formula {
    const constant = constantOf(word);
    if (constant !== undefined) {
      const kind = constant.value === null ? undefined : constant.kind;
      if (kind !== undefined && wanted !== undefined && kind !== wanted) {
        throw new Wrong(`${word} is no ${wanted}`);
      }
      return { op: 'constant', value: constant.value, kind };
    }
    if (!this.names.has(word)) throw new Wrong(`there is no value ${word}`);
    const known = this.kinds.get(word);
    if (known !== undefined && wanted !== undefined && known !== wanted) {
      throw new Wrong(`${word} is a ${known}, and used as a ${wanted}`);
    }
    if (known === undefined && wanted !== undefined) this.kinds.set(word, wanted);
    return { op: 'value', name: word, kind: known ?? wanted };
  }
}

function isOperator(word: string): word is OperatorName {
  return Object.hasOwn(operators, word);
}

function kindOfSort(sort: Sort): Kind | undefined {
  if (sort === 'int' || sort === 'real') return 'number';
  return sort === 'bool' ? 'truth' : sort === 'string' ? 'text' : undefined;
}

function constantOf(word: string): { readonly value: Constant; readonly kind?: Kind } | undefined {
  if (word === 'true' || word === 'false') return { value: word === 'true', kind: 'truth' };
  if (word === 'null') return { value: null };
  if (word.startsWith('"')) return { value: word.slice(1, -1).replaceAll('""', '"'), kind: 'text' };
  return /^-?\d{1,15}(?:\.\d{1,9})?$/.test(word) ? { value: Number(word), kind: 'number' } : undefined;
}

type Operation = (terms: Terms, a: Term, b: Term, isAlone: boolean) => Term;

const operations: Readonly<Record<Exclude<OperatorName, 'and' | 'or'>, Operation>> = {
  not: (terms, a) => terms.not(a),
  '=>': (terms, a, b) => terms.or(terms.not(a), b),
  '=': (terms, a, b) => binary(terms, '==', a, b),
  distinct: (terms, a, b) => binary(terms, '!=', a, b),
  '<': (terms, a, b) => binary(terms, '<', a, b),
  '<=': (terms, a, b) => binary(terms, '<=', a, b),
  '>': (terms, a, b) => binary(terms, '>', a, b),
  '>=': (terms, a, b) => binary(terms, '>=', a, b),
  '+': (terms, a, b) => binary(terms, '+', a, b),
  '-': (terms, a, b, isAlone) =>
    isAlone ? binary(terms, '-', terms.constant(0), a) : binary(terms, '-', a, b),
  '*': (terms, a, b) => binary(terms, '*', a, b),
  'str.len': (terms, a) => lengthOf(terms, a),
  'str.++': (terms, a, b) => concat(terms, a, b),
  'str.prefixof': (terms, a, b) => testText(terms, 'prefix', b, a),
  'str.suffixof': (terms, a, b) => testText(terms, 'suffix', b, a),
  'str.contains': (terms, a, b) => testText(terms, 'contains', a, b),
};

/** The formula over the values of one execution. */
export function termOf(terms: Terms, formula: Formula, values: ReadonlyMap<string, Term>): Term {
  if (formula.op === 'constant') return terms.constant(formula.value);
  if (formula.op === 'value') return values.get(formula.name) ?? terms.fresh(formula.name);
  const args = formula.args.map((arg) => termOf(terms, arg, values));
  if (formula.op === 'and') return terms.and(...args);
  if (formula.op === 'or') return terms.or(...args);
  const [first = terms.null, second = terms.null] = args;
  return operations[formula.op](terms, first, second, args.length === 1);
}
