// The memory and the path of one execution, forked at branches and merged where they meet.
import type { FileIr, FunctionIr } from '../ir/declarations';
import type { Term, Terms } from './terms';

/** Something in a file, in the function that runs it. */
export interface Place {
  readonly file: FileIr;
  readonly fn: FunctionIr;
  readonly start: number;
  readonly end: number;
}

/** An unknown value is told by the text that yields it, e.g. `request.args`, and what is said of it. */
export interface Label {
  readonly place: Place;
  /** E.g. ` is null`, for a condition on it. */
  readonly suffix: string;
}

/** A condition that the execution has taken, linked to those before. */
export interface PathNode {
  readonly before: PathNode | undefined;
  readonly length: number;
  readonly condition: Term;
  readonly place: Place | undefined;
  readonly taken: boolean;
}

/** So many stores are asked for a value, one after the other, before what they hold is copied into one. */
const longestSearch = 8;

/** Variables and fields by owner and name: what changed since a fork, over what was before it, which stays as it is. */
export class Store {
  private readonly own = new Map<string, Term>();
  private readonly depth: number;
  /** Holds what is not here: the store below, or one with all that can be found from there. */
  private readonly rest: Store | undefined;
  private readonly search: number;
  private copy: Store | undefined;

  constructor(readonly below?: Store) {
    this.depth = below === undefined ? 0 : below.depth + 1;
    this.rest = below === undefined || below.search < longestSearch ? below : below.copied();
    this.search = this.rest === undefined ? 0 : this.rest.search + 1;
  }

  get(key: string): Term | undefined {
    const own = this.own.get(key);
    if (own !== undefined) return own;
    for (let store = this.rest; store !== undefined; store = store.rest) {
      const value = store.own.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(key: string, value: Term): void {
    this.own.set(key, value);
  }

  get isUnchanged(): boolean {
    return this.own.size === 0;
  }

  /** Keys written here or below, down to but without `until`. */
  keysSince(until: Store | undefined): Set<string> {
    const keys = new Set<string>();
    for (const store of this.stores('below', until)) for (const key of store.own.keys()) keys.add(key);
    return keys;
  }

  /** The nearest store that both stand on. */
  commonWith(other: Store): Store | undefined {
    let [a, b]: (Store | undefined)[] = [this, other];
    while (a !== b) {
      if ((a?.depth ?? -1) >= (b?.depth ?? -1)) a = a?.below;
      else b = b?.below;
    }
    return a;
  }

  private copied(): Store {
    if (this.copy !== undefined) return this.copy;
    const copy = new Store();
    for (const store of this.stores('rest').reverse()) {
      for (const [key, value] of store.own) copy.own.set(key, value);
    }
    this.copy = copy;
    return copy;
  }

  /** This one and what it leads to, up to but without `until`. */
  private stores(way: 'below' | 'rest', until?: Store): Store[] {
    const stores: Store[] = this === until ? [] : [this];
    if (this === until) return stores;
    for (let store = this[way]; store !== until && store !== undefined; store = store[way]) {
      stores.push(store);
    }
    return stores;
  }
}

/** One execution at one point. */
export interface State {
  store: Store;
  path: PathNode | undefined;
}

/** Two executions that go on from here on their own. */
export function fork(state: State): State {
  const base = state.store;
  state.store = new Store(base);
  return { store: new Store(base), path: state.path };
}

export function assume(state: State, condition: Term, place?: Place, taken = true): void {
  const length = (state.path?.length ?? 0) + 1;
  state.path = { before: state.path, length, condition, place, taken };
}

export function conditionsOf(path: PathNode | undefined): PathNode[] {
  const nodes: PathNode[] = [];
  for (let node = path; node !== undefined; node = node.before) nodes.push(node);
  return nodes.reverse();
}

/** What `initial` says of a key that only one side has written. */
export type InitialValue = (key: string) => Term | undefined;

/**
 * All executions in one; each value is a choice by what the paths differ in. Neighbours first: executions that leave one
 * stretch of code one after the other have most in common with the next, and choices nest as deep as a logarithm.
 */
export function mergeAll(terms: Terms, states: readonly State[], initial: InitialValue): State | undefined {
  if (states.length <= 1) return states[0];
  const middle = states.length >> 1;
  const first = mergeAll(terms, states.slice(0, middle), initial);
  const second = mergeAll(terms, states.slice(middle), initial);
  return first === undefined || second === undefined
    ? (first ?? second)
    : merge(terms, first, second, initial);
}

function merge(terms: Terms, a: State, b: State, initial: InitialValue): State {
  const common = commonPath(a.path, b.path);
  const [onlyA, onlyB] = [since(terms, a.path, common), since(terms, b.path, common)];
  const takesA = onlyA === terms.true ? terms.not(onlyB) : onlyA;
  const base = a.store.commonWith(b.store);
  const store = new Store(base);
  for (const key of new Set([...a.store.keysSince(base), ...b.store.keysSince(base)])) {
    terms.work += 2;
    const inA = a.store.get(key) ?? initial(key);
    const inB = b.store.get(key) ?? initial(key);
    const value = inA === undefined ? inB : inB === undefined ? inA : terms.ite(takesA, inA, inB);
    if (value !== undefined) store.set(key, value);
  }
  const merged: State = { store, path: common };
  const either = terms.or(onlyA, onlyB);
  if (either !== terms.true) assume(merged, either);
  return merged;
}

function commonPath(a: PathNode | undefined, b: PathNode | undefined): PathNode | undefined {
  let [x, y] = [a, b];
  while (x !== y) {
    if ((x?.length ?? 0) >= (y?.length ?? 0)) x = x?.before;
    else y = y?.before;
  }
  return x;
}

function since(terms: Terms, path: PathNode | undefined, until: PathNode | undefined): Term {
  const conditions: Term[] = [];
  for (let node = path; node !== until && node !== undefined; node = node.before) {
    conditions.push(node.condition);
  }
  return terms.and(...conditions);
}
