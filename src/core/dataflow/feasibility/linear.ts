// Comparisons of one unknown number with constants, and the intervals that they leave.
import type { Term } from '../symbolic/terms';

interface Linear {
  readonly unknown: Term | undefined;
  readonly factor: number;
  readonly offset: number;
}

/** `factor * unknown + offset`; undefined for what has another form. */
function linearOf(term: Term): Linear | undefined {
  if (term.op === 'const') {
    return typeof term.value === 'number' ? { unknown: undefined, factor: 0, offset: term.value } : undefined;
  }
  if (term.op === 'symbol' || term.op === 'apply' || term.op === 'length') {
    return { unknown: term, factor: 1, offset: 0 };
  }
  const [a, b] = term.args.map(linearOf);
  if (a === undefined || b === undefined) return undefined;
  if (term.op === '+') return sum(a, b, 1);
  if (term.op === '-') return sum(a, b, -1);
  if (term.op !== '*') return undefined;
  if (a.unknown === undefined) {
    return { unknown: b.unknown, factor: b.factor * a.offset, offset: b.offset * a.offset };
  }
  return b.unknown === undefined
    ? { unknown: a.unknown, factor: a.factor * b.offset, offset: a.offset * b.offset }
    : undefined;
}

function sum(a: Linear, b: Linear, sign: 1 | -1): Linear | undefined {
  if (a.unknown !== undefined && b.unknown !== undefined && a.unknown !== b.unknown) return undefined;
  return {
    unknown: a.unknown ?? b.unknown,
    factor: a.factor + sign * b.factor,
    offset: a.offset + sign * b.offset,
  };
}

export interface Bound {
  readonly unknown: Term;
  readonly kind: 'at least' | 'more than' | 'at most' | 'less than' | 'equal' | 'different';
  readonly limit: number;
}

const opposite = {
  'at least': 'at most',
  'more than': 'less than',
  'at most': 'at least',
  'less than': 'more than',
  equal: 'equal',
  different: 'different',
} as const;

const negation = {
  'at least': 'less than',
  'more than': 'at most',
  'at most': 'more than',
  'less than': 'at least',
  equal: 'different',
  different: 'equal',
} as const;

/** What a literal says of one unknown number. */
export function boundOf(literal: Term): Bound | undefined {
  if (literal.op === 'not') {
    const inner = literal.args[0] && boundOf(literal.args[0]);
    return inner && { ...inner, kind: negation[inner.kind] };
  }
  const kind =
    literal.op === '<'
      ? 'less than'
      : literal.op === '<='
        ? 'at most'
        : literal.op === '=='
          ? 'equal'
          : undefined;
  const [left, right] = literal.args.map(linearOf);
  if (kind === undefined || left === undefined || right === undefined) return undefined;
  const difference = sum(left, right, -1);
  if (difference?.unknown === undefined || difference.factor === 0) return undefined;
  const limit = (0 - difference.offset) / difference.factor;
  return { unknown: difference.unknown, kind: difference.factor < 0 ? opposite[kind] : kind, limit };
}

/** Values that an unknown number may have. */
export class Interval {
  private low = -Infinity;
  private high = Infinity;
  private isLowOpen = false;
  private isHighOpen = false;
  private readonly excluded = new Set<number>();

  constructor(private readonly isWhole: boolean) {}

  add({ kind, limit }: Bound): void {
    if (kind === 'different') this.excluded.add(limit);
    if (kind === 'equal' || kind === 'at least' || kind === 'more than') {
      this.raise(limit, kind === 'more than');
    }
    if (kind === 'equal' || kind === 'at most' || kind === 'less than') {
      this.lower(limit, kind === 'less than');
    }
  }

  private raise(limit: number, isOpen: boolean): void {
    if (limit < this.low) return;
    this.isLowOpen = limit === this.low ? this.isLowOpen || isOpen : isOpen;
    this.low = limit;
  }

  private lower(limit: number, isOpen: boolean): void {
    if (limit > this.high) return;
    this.isHighOpen = limit === this.high ? this.isHighOpen || isOpen : isOpen;
    this.high = limit;
  }

  /** A value inside; undefined where there is none. */
  pick(): number | undefined {
    const low = this.isWhole ? (this.isLowOpen ? Math.floor(this.low) + 1 : Math.ceil(this.low)) : this.low;
    const high = this.isWhole
      ? this.isHighOpen
        ? Math.ceil(this.high) - 1
        : Math.floor(this.high)
      : this.high;
    if (low > high || (low === high && !this.isWhole && (this.isLowOpen || this.isHighOpen))) {
      return undefined;
    }
    const middle = Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : undefined;
    const candidates = [
      0,
      1,
      -1,
      low,
      high,
      ...around(low, 1),
      ...around(high, -1),
      middle ?? 0,
      (low + (middle ?? 0)) / 2,
    ];
    return candidates.find((value) => this.holds(value, low, high));
  }

  private holds(value: number, low: number, high: number): boolean {
    if (!Number.isFinite(value) || this.excluded.has(value) || value < low || value > high) return false;
    if (this.isWhole) return Number.isInteger(value);
    return !(value === low && this.isLowOpen) && !(value === high && this.isHighOpen);
  }
}

function around(limit: number, direction: 1 | -1): number[] {
  return Array.from({ length: 6 }, (_, index) => limit + direction * (index + 1));
}
