// Operators on terms, folded where the operands are constants.
import type { BinaryOperator, Constant, Sort } from '../ir/ir';
import type { Term, Terms } from './terms';

/** A value of a binary operator, with the taint of both operands. `isJava`: integers divide towards zero. */
export function binary(terms: Terms, operator: BinaryOperator, left: Term, right: Term): Term {
  const value = pureBinary(terms, operator, terms.strip(left), terms.strip(right));
  return terms.carry(value, [left, right]);
}

function pureBinary(terms: Terms, operator: BinaryOperator, a: Term, b: Term): Term {
  switch (operator) {
    case '==':
      return equal(terms, a, b);
    case '!=':
      return terms.not(equal(terms, a, b));
    case '<':
    case '<=':
      return compare(terms, operator, a, b);
    case '>':
      return compare(terms, '<', b, a);
    case '>=':
      return compare(terms, '<=', b, a);
    case '&':
    case '|':
      return bitwise(terms, operator, a, b);
    case '+':
      return a.sort === 'string' || b.sort === 'string' ? concat(terms, a, b) : arithmetic(terms, '+', a, b);
    default:
      return arithmetic(terms, operator, a, b);
  }
}

function bitwise(terms: Terms, operator: '&' | '|', a: Term, b: Term): Term {
  if (a.sort !== 'bool' || b.sort !== 'bool') return arithmetic(terms, operator, a, b);
  return operator === '&' ? terms.and(a, b) : terms.or(a, b);
}

/** Whether two values are equal; a decision where both are known. */
export function equal(terms: Terms, left: Term, right: Term): Term {
  const a = terms.strip(left);
  const b = terms.strip(right);
  if (a === b) return terms.true;
  if (a.op === 'const' && b.op === 'const') return terms.constant(a.value === b.value, 'bool');
  if (isIdentity(a) && isIdentity(b)) return terms.false;
  if (a.sort === 'bool' && b.op === 'const') {
    return b.value === true ? a : b.value === false ? terms.not(a) : terms.false;
  }
  if (b.sort === 'bool' && a.op === 'const') return equal(terms, b, a);
  if (isDifferent(a, b)) return terms.false;
  return distributed(terms, a, b, equal) ?? orderedEqual(terms, a, b);
}

function orderedEqual(terms: Terms, a: Term, b: Term): Term {
  return terms.make('==', 'bool', { args: a.id < b.id ? [a, b] : [b, a] });
}

/** Constants and objects: equal only if they are the same. */
function isIdentity({ op }: Term): boolean {
  return op === 'const' || op === 'object';
}

/** A number is never null. */
function isDifferent(a: Term, b: Term): boolean {
  const isNumber = ({ sort }: Term): boolean => sort === 'int' || sort === 'real';
  const isNull = ({ op, value }: Term): boolean => op === 'const' && value === null;
  return (isNumber(a) && isNull(b)) || (isNumber(b) && isNull(a));
}

/** An operator on a choice of values is a choice of results. */
function distributed(
  terms: Terms,
  a: Term,
  b: Term,
  operate: (terms: Terms, a: Term, b: Term) => Term,
): Term | undefined {
  if (isIdentity(b) && isSmallChoice(a)) {
    return overArms(terms, a, (arm) => operate(terms, arm, b));
  }
  if (isIdentity(a) && isSmallChoice(b)) {
    return overArms(terms, b, (arm) => operate(terms, a, arm));
  }
  return undefined;
}

const mostArms = 40;

/** A choice among few values, each way to them counted: choices share parts, and may have exponentially many ways. */
export function isSmallChoice(choice: Term): boolean {
  if (choice.op !== 'ite') return false;
  const open = [choice];
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (++count > mostArms) return false;
    if (next.op === 'ite') open.push(...next.args.slice(1));
  }
  return true;
}

function overArms(terms: Terms, choice: Term, operate: (arm: Term) => Term): Term {
  const [test, then, otherwise] = choice.args;
  if (test === undefined || then === undefined || otherwise === undefined) return operate(choice);
  return terms.ite(test, operate(then), operate(otherwise));
}

function compare(terms: Terms, op: '<' | '<=', a: Term, b: Term): Term {
  if (a === b) return op === '<=' ? terms.true : terms.false;
  if (a.op === 'const' && b.op === 'const') {
    const [x, y] = [a.value, b.value];
    if (x === null || y === null) return terms.make(op, 'bool', { args: [a, b] });
    return terms.constant(op === '<' ? x < y : x <= y, 'bool');
  }
  const onArms = distributed(terms, a, b, (t, x, y) => compare(t, op, x, y));
  return onArms ?? terms.make(op, 'bool', { args: [a, b] });
}

function arithmetic(terms: Terms, operator: BinaryOperator, a: Term, b: Term): Term {
  if (a.op === 'const' && b.op === 'const') {
    const value = fold(operator, a, b);
    if (value !== undefined) {
      return terms.constant(value, typeof value === 'number' ? numberSort(a, b) : undefined);
    }
  }
  const onArms = distributed(terms, a, b, (t, x, y) => arithmetic(t, operator, x, y));
  return onArms ?? sumOrUnknown(terms, operator, a, b);
}

function sumOrUnknown(terms: Terms, operator: BinaryOperator, a: Term, b: Term): Term {
  if (operator === '+' || operator === '-' || operator === '*') {
    if (operator !== '*' && b.op === 'const' && b.value === 0) return a;
    const isText = operator === '+' && (a.sort === 'any' || b.sort === 'any');
    if (!isText) return terms.make(operator, numberSort(a, b), { args: [a, b] });
  }
  return terms.apply(operator, [a, b], numberSort(a, b), `\`${operator}\` is not modelled`);
}

function numberSort(a: Term, b: Term): Sort {
  if (a.sort === 'int' && b.sort === 'int') return 'int';
  return a.sort === 'real' || b.sort === 'real' ? 'real' : 'any';
}

function fold(operator: BinaryOperator, a: Term, b: Term): Constant | undefined {
  const [x, y] = [Number(a.value), Number(b.value)];
  if (typeof a.value === 'string' || typeof b.value === 'string') return undefined;
  const isWhole = a.sort === 'int' && b.sort === 'int';
  const folded = foldNumbers(operator, x, y, isWhole);
  return folded !== undefined && Number.isFinite(folded) ? folded : undefined;
}

const folds: Readonly<Partial<Record<BinaryOperator, (x: number, y: number) => number>>> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '//': (x, y) => Math.floor(x / y),
  '%': (x, y) => x % y,
  '**': (x, y) => x ** y,
  '&': (x, y) => x & y,
  '|': (x, y) => x | y,
  '^': (x, y) => x ^ y,
};

function foldNumbers(operator: BinaryOperator, x: number, y: number, isWhole: boolean): number | undefined {
  if (operator === '/') return isWhole ? Math.trunc(x / y) : x / y;
  return folds[operator]?.(x, y);
}

/** Text of two values, one after the other. */
export function concat(terms: Terms, left: Term, right: Term): Term {
  const [a, b] = [terms.strip(left), terms.strip(right)];
  const value =
    a.op === 'const' && b.op === 'const'
      ? terms.constant(`${String(a.value)}${String(b.value)}`)
      : terms.make('concat', 'string', { args: [a, b] });
  return terms.carry(value, [left, right]);
}

/** Number of characters of a text. */
export function lengthOf(terms: Terms, text: Term): Term {
  const value = terms.strip(text);
  const length =
    typeof value.value === 'string' && value.op === 'const'
      ? terms.constant(value.value.length)
      : terms.make('length', 'int', { args: [value] });
  return terms.carry(length, [text]);
}

/** `text` starts with, ends with or contains `part`. */
export function testText(terms: Terms, op: 'prefix' | 'suffix' | 'contains', text: Term, part: Term): Term {
  const [a, b] = [terms.strip(text), terms.strip(part)];
  if (a.op === 'const' && b.op === 'const' && typeof a.value === 'string' && typeof b.value === 'string') {
    const test = { prefix: 'startsWith', suffix: 'endsWith', contains: 'includes' } as const;
    return terms.constant(a.value[test[op]](b.value), 'bool');
  }
  return terms.make(op, 'bool', { args: [a, b] });
}

/** Distance from zero. */
export function absolute(terms: Terms, number: Term): Term {
  const x = terms.strip(number);
  const zero = terms.constant(0);
  const isNegative = pureBinary(terms, '<', x, zero);
  return terms.carry(terms.ite(isNegative, arithmetic(terms, '-', zero, x), x), [number]);
}

/** `x == 1` excludes `x == 2`. */
export function excludes(known: readonly Term[], wanted: readonly Term[]): boolean {
  const constant = (args: readonly Term[]): Term | undefined => args.find(({ op }) => op === 'const');
  const other = (args: readonly Term[]): Term | undefined => args.find(({ op }) => op !== 'const');
  const [a, b] = [constant(known), constant(wanted)];
  return a !== undefined && b !== undefined && a !== b && other(known) === other(wanted);
}
