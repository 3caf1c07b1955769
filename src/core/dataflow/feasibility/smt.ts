// Conditions in SMT-LIB 2 (https://smt-lib.org), for what the built-in decider leaves open.
import type { Constant } from '../ir/ir';
import type { SolverQuery } from '../model';
import type { Term } from '../symbolic/terms';

/** A query, and what its constants stand for. */
export interface Script extends SolverQuery {
  readonly unknowns: ReadonlyMap<string, Term>;
}

/**
 * The conjunction as a script; undefined where it holds something that SMT-LIB has no word for. Unknowns are numbered as they
 * come, so that the same question is the same text whatever was asked before.
 */
export function scriptOf(conditions: readonly Term[]): Script | undefined {
  const writer = new ScriptWriter();
  try {
    const assertions = conditions.map((each) => `(assert ${writer.write(each, 'Bool')})`);
    const declared = [...writer.declared.values()];
    const declarations = declared.map(({ name, sort }) => `(declare-const ${name} ${sort})`);
    const unknowns = new Map([...writer.declared].map(([term, { name }]) => [name, term]));
    const script = ['(declare-sort Thing 0)', ...declarations, ...assertions].join('\n');
    const wanted = declared.flatMap(({ name, sort }) => (sort === 'Thing' ? [] : [name]));
    return { script, wanted, unknowns };
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
}

/** A term that is shared is written wherever it is used: beyond this length the solver's time would not do. */
const longestText = 60_000;

class Untranslatable extends Error {}

type SmtSort = 'Int' | 'Real' | 'Bool' | 'String' | 'Thing';

const sorts = { int: 'Int', real: 'Real', bool: 'Bool', string: 'String', any: 'Thing' } as const;

const operators: Readonly<Partial<Record<Term['op'], string>>> = {
  not: 'not', and: 'and', or: 'or', '+': '+', '-': '-', '*': '*', concat: 'str.++', length: 'str.len',
}; // prettier-ignore

class ScriptWriter {
  readonly declared = new Map<Term, { readonly name: string; readonly sort: SmtSort }>();
  private readonly written = new Map<string, string>();

  write(term: Term, wanted: SmtSort): string {
    const key = `${term.id} ${wanted}`;
    const known = this.written.get(key);
    if (known !== undefined) return known;
    const text = this.writeAnew(term, wanted);
    if (text.length > longestText) throw new Untranslatable();
    this.written.set(key, text);
    return text;
  }

  private writeAnew(term: Term, wanted: SmtSort): string {
    const [a, b, c] = term.args;
    switch (term.op) {
      case 'const':
        return constantText(term.value, wanted);
      case 'symbol':
      case 'apply':
      case 'object':
        return this.declare(term, wanted);
      case 'ite':
        if (a === undefined || b === undefined || c === undefined) throw new Untranslatable();
        return `(ite ${this.write(a, 'Bool')} ${this.write(b, wanted)} ${this.write(c, wanted)})`;
      case '==':
        return this.equality(term);
      default:
        return this.test(term, wanted);
    }
  }

  private test(term: Term, wanted: SmtSort): string {
    switch (term.op) {
      case '<':
      case '<=':
        return this.comparison(term);
      case 'prefix':
      case 'suffix':
      case 'contains':
        return this.textTest(term);
      default:
        return this.operation(term, wanted);
    }
  }

  private declare(term: Term, wanted: SmtSort): string {
    const own: SmtSort = term.sort === 'any' ? wanted : sorts[term.sort];
    const name = this.nameOf(term, own);
    if (own === wanted) return name;
    if (own === 'Int' && wanted === 'Real') return `(to_real ${name})`;
    throw new Untranslatable();
  }

  private nameOf(term: Term, sort: SmtSort): string {
    const known = this.declared.get(term);
    if (known !== undefined && known.sort !== sort) throw new Untranslatable();
    const { name } = known ?? { name: `c${this.declared.size}` };
    this.declared.set(term, { name, sort });
    return name;
  }

  private operation(term: Term, wanted: SmtSort): string {
    const operator = operators[term.op];
    if (operator === undefined) throw new Untranslatable();
    const isText = term.op === 'concat' || term.op === 'length';
    const args = term.args.map((arg) => this.write(arg, isText ? 'String' : wanted));
    const text = `(${operator} ${args.join(' ')})`;
    return term.op === 'length' && wanted === 'Real' ? `(to_real ${text})` : text;
  }

  private comparison({ op, args }: Term): string {
    const sort = args.every((arg) => arg.sort === 'int') ? 'Int' : 'Real';
    return `(${op} ${args.map((arg) => this.write(arg, sort)).join(' ')})`;
  }

  private textTest({ op, args: [text, part] }: Term): string {
    if (text === undefined || part === undefined) throw new Untranslatable();
    const [whole, piece] = [this.write(text, 'String'), this.write(part, 'String')];
    if (op === 'contains') return `(str.contains ${whole} ${piece})`;
    return `(${op === 'prefix' ? 'str.prefixof' : 'str.suffixof'} ${piece} ${whole})`;
  }

  /** Whether something is null is a fact of its own, apart from its value. */
  private equality(term: Term): string {
    const [a, b] = term.args;
    if (a === undefined || b === undefined) throw new Untranslatable();
    if (isNull(a) || isNull(b)) {
      return this.nameOf(term, 'Bool');
    }
    const sort = sortOfBoth(a, b);
    return `(= ${this.write(a, sort)} ${this.write(b, sort)})`;
  }
}

function isNull({ op, value }: Term): boolean {
  return op === 'const' && value === null;
}

function sortOfBoth(a: Term, b: Term): SmtSort {
  const [x, y] = [sorts[a.sort], sorts[b.sort]];
  if (x === y) return x;
  if (x === 'Thing') return y;
  if (y === 'Thing') return x;
  if ((x === 'Int' && y === 'Real') || (x === 'Real' && y === 'Int')) return 'Real';
  throw new Untranslatable();
}

function constantText(value: Constant, wanted: SmtSort): string {
  if (typeof value === 'boolean' && wanted === 'Bool') return String(value);
  if (typeof value === 'string' && wanted === 'String') return `"${escaped(value)}"`;
  if (typeof value === 'number' && (wanted === 'Int' || wanted === 'Real')) return numberText(value, wanted);
  throw new Untranslatable();
}

function numberText(value: number, wanted: 'Int' | 'Real'): string {
  const isWhole = Number.isInteger(value);
  const digits = isWhole ? BigInt(value).toString() : value.toFixed(15);
  if ((!isWhole && (wanted === 'Int' || Number(digits) !== value)) || !Number.isFinite(value)) {
    throw new Untranslatable();
  }
  const plain = digits.replace('-', '');
  const text = wanted === 'Real' && isWhole ? `${plain}.0` : plain;
  return value < 0 ? `(- ${text})` : text;
}

function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]|"|\\/g, (c) =>
    c === '"' ? '""' : `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
