// The bindings of one name by the scopes in which they hold.
import type { Binding } from './bindings';

interface Scope {
  readonly start: number;
  readonly end: number;
  readonly bindings: Binding[];
  /** The scope around it. */
  readonly outer: Scope | undefined;
}

/** Scopes nest: the innermost one at an offset is the last that starts before it, or one around that. */
export class ScopedBindings {
  /** By start, outer ones first. */
  private readonly scopes: Scope[] = [];

  constructor(bindings: readonly Binding[]) {
    const sorted = bindings.toSorted((a, b) => a.scope.start - b.scope.start || b.scope.end - a.scope.end);
    for (const binding of sorted) {
      const { start, end } = binding.scope;
      let last = this.scopes.at(-1);
      if (last?.start === start && last.end === end) {
        last.bindings.push(binding);
        continue;
      }
      while (last !== undefined && last.end <= start) last = last.outer;
      this.scopes.push({ start, end, bindings: [binding], outer: last });
    }
  }

  /** Those of the innermost scope that has any. */
  at(offset: number): readonly Binding[] {
    let [low, high] = [0, this.scopes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.scopes[middle]?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    let scope = this.scopes[low - 1];
    while (scope !== undefined && scope.end <= offset) scope = scope.outer;
    return scope?.bindings ?? [];
  }
}
