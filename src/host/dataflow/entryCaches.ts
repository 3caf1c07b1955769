// What was computed for entry points, for each kind of analysis apart: with infeasible paths or without, and by what was
// taken for true of what models said.
import type { Claims } from '../../core/dataflow/claims/claims';
import { EntryCache } from '../../core/dataflow/schedule';

/** Kinds of analysis; the one that was not asked for longest goes first. */
const most = 6;

export class EntryCaches {
  private readonly caches = new Map<string, EntryCache>();

  of(includeInfeasible: boolean, claims: Claims | undefined): EntryCache {
    const said = claims && [...claims.functions.values(), ...claims.conditions.values()];
    const key = JSON.stringify([includeInfeasible, said]);
    const cache = this.caches.get(key) ?? new EntryCache();
    this.caches.delete(key);
    this.caches.set(key, cache);
    const [oldest] = this.caches.keys();
    if (this.caches.size > most && oldest !== undefined) this.caches.delete(oldest);
    return cache;
  }

  clear(): void {
    this.caches.clear();
  }
}
