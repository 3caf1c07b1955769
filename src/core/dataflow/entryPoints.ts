// Where the analysis starts: functions that nothing in the program calls, or that are called from outside, as far as
// both a source and a sink of one rule can be reached from there.
import type { ClassIr, FunctionIr } from './ir/declarations';
import { mentionsOf } from './ir/mentions';
import type { Program } from './program';
import type { RoleIndex } from './roles';

/** Names with more functions than this say nothing about what is called. */
const mostNamesakes = 12;

const none: readonly FunctionIr[] = [];

export class CallGraph {
  private readonly callers = new Map<FunctionIr, FunctionIr[]>();
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
    for (const callee of callees) if (callee !== fn) add(this.callers, callee, fn);
    for (const inner of closures) this.creators.set(inner, fn);
  }

  /** Each once. */
  callersOf(fn: FunctionIr): readonly FunctionIr[] {
    return this.callers.get(fn) ?? none;
  }

  /** The fewest calls from each function to one of these; 0 for themselves. Those that never come to one are left out. */
  private distancesTo(targets: Iterable<FunctionIr>): Map<FunctionIr, number> {
    const distances = new Map<FunctionIr, number>();
    for (const fn of targets) distances.set(fn, 0);
    // Those that are added stand behind all that are as near.
    for (const [fn, distance] of distances) {
      const creator = this.creators.get(fn);
      for (const before of creator === undefined ? this.callersOf(fn) : [...this.callersOf(fn), creator]) {
        if (!distances.has(before)) distances.set(before, distance + 1);
      }
    }
    return distances;
  }

  /** Functions that reach anything that a rule speaks of. */
  reachingAny(roles: RoleIndex): ReadonlySet<FunctionIr> {
    const allRoles = ['source', 'sink', 'sanitizer', 'propagator'] as const;
    const own = allRoles.flatMap((role) => [...roles.rulesIn(this.functions, role).keys()]);
    return new Set(this.distancesTo(own).keys());
  }

  /** Functions that reach a source and a sink of one rule, and the fewest calls that both are away, added. */
  relevant(roles: RoleIndex): ReadonlyMap<FunctionIr, number> {
    const sources = byRule(roles.rulesIn(this.functions, 'source'));
    const sinks = byRule(roles.rulesIn(this.functions, 'sink'));
    const nearest = new Map<FunctionIr, number>();
    for (const [rule, holders] of sources) {
      const toSinks = this.distancesTo(sinks.get(rule) ?? []);
      for (const [fn, toSource] of this.distancesTo(holders)) {
        const sum = toSource + (toSinks.get(fn) ?? Infinity);
        if (sum < (nearest.get(fn) ?? Infinity)) nearest.set(fn, sum);
      }
    }
    // In the order of the program, so that what is explored first does not depend on how the rules are named.
    return new Map(
      this.functions.flatMap((fn) => {
        const sum = nearest.get(fn);
        return sum === undefined ? [] : [[fn, sum]];
      }),
    );
  }

  /** Whether a call from outside of the program is to be expected. */
  isEntry(fn: FunctionIr): boolean {
    if (fn === fn.file.module) return true;
    if (fn.isAbstract) return false;
    const callers = this.callersOf(fn);
    const creator = this.creators.get(fn);
    if (creator !== undefined && creator !== fn.file.module) return false;
    if (callers.length === 0) return true;
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

function byRule(rulesIn: ReadonlyMap<FunctionIr, ReadonlySet<string>>): Map<string, FunctionIr[]> {
  const holders = new Map<string, FunctionIr[]>();
  for (const [fn, rules] of rulesIn) for (const rule of rules) add(holders, rule, fn);
  return holders;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
