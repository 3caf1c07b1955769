// Where the analysis starts: functions that nothing in the program calls, or that are called from outside, as far as
// both a source and a sink of one rule can be reached from there.
import type { ClassIr, FunctionIr } from './ir/declarations';
import { mentionsOf } from './ir/mentions';
import type { Program } from './program';
import type { RoleIndex } from './roles';

/** Names with more functions than this say nothing about what is called. */
const mostNamesakes = 12;

export class CallGraph {
  private readonly callers = new Map<FunctionIr, Set<FunctionIr>>();
  /** In which function a function is made as a value. */
  private readonly creators = new Map<FunctionIr, FunctionIr>();
  private readonly byName = new Map<string, FunctionIr[]>();
  private readonly functions: readonly FunctionIr[];

  constructor(private readonly program: Program) {
    this.functions = program.files.flatMap((file) => file.functions);
    for (const fn of this.functions) add(this.byName, fn.name, fn);
    for (const file of program.files) {
      for (const cls of file.classes) {
        for (const fn of startersOf(cls)) if (fn.name !== cls.name) add(this.byName, cls.name, fn);
      }
    }
    for (const fn of this.functions) this.link(fn);
  }

  private link(fn: FunctionIr): void {
    const { called, closures, anonymous } = mentionsOf(fn);
    const callees = new Set<FunctionIr>();
    for (const cls of anonymous) {
      for (const each of [...cls.methods, ...startersOf(cls)]) callees.add(each);
    }
    for (const name of called) {
      const named = this.byName.get(name) ?? [];
      if (named.length <= mostNamesakes) for (const each of named) callees.add(each);
    }
    for (const callee of callees) {
      if (callee !== fn) this.callers.set(callee, (this.callers.get(callee) ?? new Set()).add(fn));
    }
    for (const inner of closures) this.creators.set(inner, fn);
  }

  callersOf(fn: FunctionIr): ReadonlySet<FunctionIr> {
    return this.callers.get(fn) ?? new Set();
  }

  /** For each function and rule the fewest calls from it to a match of the rule; 0 where it holds one itself. */
  private distances(own: ReadonlyMap<FunctionIr, ReadonlySet<string>>): Map<FunctionIr, Map<string, number>> {
    const reach = new Map<FunctionIr, Map<string, number>>();
    let open = [...own].flatMap(([fn, rules]) => [...rules].map((rule) => [fn, rule] as const));
    for (let distance = 0; open.length > 0; distance++) {
      const next: (readonly [FunctionIr, string])[] = [];
      for (const [fn, rule] of open) {
        const known = reach.get(fn) ?? new Map<string, number>();
        if (known.has(rule)) continue;
        reach.set(fn, known.set(rule, distance));
        for (const caller of this.callersOf(fn)) next.push([caller, rule]);
        const creator = this.creators.get(fn);
        if (creator !== undefined) next.push([creator, rule]);
      }
      open = next;
    }
    return reach;
  }

  /** Functions that reach anything that a rule speaks of. */
  reachingAny(roles: RoleIndex): ReadonlySet<FunctionIr> {
    const own = new Map<FunctionIr, ReadonlySet<string>>();
    for (const role of ['source', 'sink', 'sanitizer', 'propagator'] as const) {
      for (const fn of roles.rulesIn(this.functions, role).keys()) own.set(fn, new Set(['any']));
    }
    return new Set(this.distances(own).keys());
  }

  /** Functions that reach a source and a sink of one rule, and the fewest calls that both are away, added. */
  relevant(roles: RoleIndex): ReadonlyMap<FunctionIr, number> {
    const sources = this.distances(roles.rulesIn(this.functions, 'source'));
    const sinks = this.distances(roles.rulesIn(this.functions, 'sink'));
    const both = new Map<FunctionIr, number>();
    for (const fn of this.functions) {
      const toSinks = sinks.get(fn);
      const sums = [...(sources.get(fn) ?? [])].map(
        ([rule, toSource]) => toSource + (toSinks?.get(rule) ?? Infinity),
      );
      const nearest = Math.min(...sums);
      if (nearest < Infinity) both.set(fn, nearest);
    }
    return both;
  }

  /** Whether a call from outside of the program is to be expected. */
  isEntry(fn: FunctionIr): boolean {
    if (fn === fn.file.module) return true;
    if (fn.isAbstract) return false;
    const callers = this.callersOf(fn);
    const creator = this.creators.get(fn);
    if (creator !== undefined && creator !== fn.file.module) return false;
    if (callers.size === 0) return true;
    return !fn.isPrivate && fn.class !== undefined && this.overrides(fn, fn.class);
  }

  private overrides(fn: FunctionIr, cls: ClassIr): boolean {
    const open = [...this.program.supersOf(cls)];
    for (const above of open) {
      if (above.methods.some(({ name }) => name === fn.name)) return true;
      for (const each of this.program.supersOf(above)) if (!open.includes(each)) open.push(each);
    }
    return false;
  }
}

/** What runs when an object is made. */
function startersOf(cls: ClassIr): FunctionIr[] {
  const inits = cls.fields.flatMap(({ init, isStatic }) => (init === undefined || isStatic ? [] : [init]));
  const named = cls.methods.filter(({ name }) => name === '__init__');
  return [...cls.constructors, ...named, ...cls.initializers, ...inits];
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
