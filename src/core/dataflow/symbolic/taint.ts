// Where a value comes from: the sources in it, each with the condition under which it is there and the way it took.
import type { RoleMatch } from '../model';
import type { Place } from './state';
import type { Term, Terms } from './terms';

/** A source that was executed. */
export interface Origin {
  readonly kind: 'origin';
  readonly matches: readonly RoleMatch[];
  readonly place: Place;
}

export interface PassageNotes {
  /** What was not modelled exactly here. */
  readonly approximation?: string;
  /** Of a call of a function without source: its key. */
  readonly outside?: string;
}

/** A place that a value passed. */
export interface Passage extends PassageNotes {
  readonly kind: 'passage';
  readonly place: Place;
  readonly how: 'assignment' | 'call' | 'return' | 'store' | 'load';
}

/** A sanitizer that was executed. */
export interface Cleaning {
  readonly kind: 'cleaning';
  readonly rules: ReadonlySet<string>;
}

export type Mark = Origin | Passage | Cleaning;

/** The way of a value, last place first. */
export interface Way {
  readonly passage: Passage;
  readonly before: Way | undefined;
  readonly length: number;
}

/** One source in a value. */
export interface Taint {
  readonly origin: Origin;
  readonly guard: Term;
  readonly way: Way | undefined;
  readonly cleaned: ReadonlySet<string>;
}

const mostTaints = 12;
const longestWay = 40;
const nothing: ReadonlySet<string> = new Set();

/** Finds the sources in values; what it found is kept. */
export class Taints {
  private readonly known = new Map<number, readonly Taint[]>();

  constructor(private readonly terms: Terms) {}

  of(term: Term): readonly Taint[] {
    if (!term.isTainted) return [];
    const known = this.known.get(term.id);
    if (known !== undefined) return known;
    // A value is built bottom-up, so that its parts are nearly always known.
    const found = this.find(term);
    this.known.set(term.id, found);
    return found;
  }

  private find(term: Term): readonly Taint[] {
    const mark = term.mark as Mark | undefined;
    if (term.op === 'ite') return this.choose(term);
    const inner = this.joined(term.args.flatMap((arg) => this.of(arg)));
    switch (mark?.kind) {
      case 'origin':
        return this.joined([
          { origin: mark, guard: this.terms.true, way: undefined, cleaned: nothing },
          ...inner,
        ]);
      case 'passage':
        return inner.map((taint) => ({ ...taint, way: extended(taint.way, mark) }));
      case 'cleaning':
        return inner.map((taint) => ({ ...taint, cleaned: new Set([...taint.cleaned, ...mark.rules]) }));
      default:
        return inner;
    }
  }

  private choose(term: Term): readonly Taint[] {
    const [test, then, otherwise] = term.args;
    if (test === undefined || then === undefined || otherwise === undefined) return [];
    const within = (arm: Term, condition: Term): Taint[] =>
      this.of(arm)
        .map((taint) => ({ ...taint, guard: this.terms.and(condition, taint.guard) }))
        .filter(({ guard }) => guard !== this.terms.false);
    return this.joined([...within(then, test), ...within(otherwise, this.terms.not(test))]);
  }

  /** The same source in two ways is one with either guard and the shorter way, unless only one of them is clean. */
  // One source may be told by several origins: what a rule assumes of it, e.g. null, is no source of another rule.
  private joined(taints: readonly Taint[]): readonly Taint[] {
    if (taints.length < 2) return taints;
    const byOrigin = new Map<string, Taint>();
    for (const taint of taints) {
      const key = `${rulesKey(taint.origin)} ${[...taint.cleaned].sort().join(' ')}`;
      const known = byOrigin.get(key);
      if (known === undefined) byOrigin.set(key, taint);
      else {
        const way = (known.way?.length ?? 0) <= (taint.way?.length ?? 0) ? known.way : taint.way;
        byOrigin.set(key, { ...known, way, guard: this.terms.or(known.guard, taint.guard) });
      }
    }
    return [...byOrigin.values()].slice(0, mostTaints);
  }
}

/** Which source it is, and to which rules. */
function rulesKey(origin: Origin): string {
  return `${keyOf(origin)} ${origin.matches.map(({ rule }) => rule).join(' ')}`;
}

/** Which source it is, whatever the call that it was executed in. */
export function keyOf({ place }: Origin): string {
  return `${place.file.path} ${place.start} ${place.end}`;
}

function extended(way: Way | undefined, passage: Passage): Way {
  if (way !== undefined && way.length >= longestWay) return way;
  return { passage, before: way, length: (way?.length ?? 0) + 1 };
}
