// What one symbolic execution carries along: memory, frames, open jumps, limits.
import type { ClassIr, FileIr, FunctionIr } from '../ir/declarations';
import type { Expr, Stmt } from '../ir/ir';
import type { Claims } from '../claims/claims';
import type { Ablation, OffsetSpan, RoleMatch } from '../model';
import type { Program } from '../program';
import { excludes } from './operations';
import { OutsideCalls } from './outsideCalls';
import { assume, fork, mergeAll, Store, type Label, type Place, type State } from './state';
import { Taints, type Passage, type PassageNotes } from './taint';
import { Terms, type Term } from './terms';

/** A call that is being executed. */
export interface Frame {
  readonly id: string;
  readonly fn: FunctionIr;
  readonly parent: Frame | undefined;
  readonly self: Term | undefined;
  /** The call never happened in this execution: its variables may have any value. */
  readonly isAssumed: boolean;
}

export type ObjectKind =
  | 'instance' | 'list' | 'map' | 'text' | 'iterator' | 'closure' | 'class' | 'module' | 'library' | 'opaque'; // prettier-ignore

/** What is known of an object for good; its contents are in the store. */
export interface ObjectInfo {
  readonly kind: ObjectKind;
  /** Name of its class, or the dotted name of what the library calls it. */
  readonly type: string;
  readonly class?: ClassIr;
  readonly fn?: FunctionIr;
  readonly frame?: Frame | undefined;
  /** Receiver of a bound method. */
  readonly self?: Term | undefined;
  readonly file?: FileIr;
  /** Of an iterator what it goes over. */
  readonly over?: Term;
  /** Its contents are all known: nothing else has written it. */
  readonly isOwn: boolean;
}

export interface Jump {
  readonly kind: 'return' | 'throw' | 'break' | 'continue';
  readonly label?: string | undefined;
  readonly state: State;
  readonly value?: Term;
}

/** The parts of the interpreter that call each other. */
export interface Interpreter {
  evaluate(m: Machine, expr: Expr): Term;
  execute(m: Machine, body: readonly Stmt[]): void;
  invoke(m: Machine, call: Invocation): Term;
  /** Calls a value with values. */
  callValue(m: Machine, callee: Term, args: readonly Term[], place: Place): Term;
}

export interface Invocation {
  readonly fn: FunctionIr;
  readonly self: Term | undefined;
  readonly parent: Frame | undefined;
  readonly args: readonly ArgumentValue[];
  readonly place: Place;
}

export interface ArgumentValue {
  readonly value: Term;
  readonly name?: string | undefined;
  readonly isSpread?: boolean | undefined;
}

/** Told where a value meets a sink. */
export type SinkListener = (m: Machine, match: RoleMatch, value: Term, place: Place) => void;

/** Thrown where the execution cannot go on: whatever stands after it does not run. */
export class Unreachable extends Error {}

/** One for all: a stack trace costs more than what it would say. */
export const unreachable = new Unreachable();

/** Thrown when an entry point goes on far beyond its budget, although calls and loops are no longer followed. */
export class OutOfSteps extends Error {}

export interface MachineOptions {
  readonly program: Program;
  readonly interpreter: Interpreter;
  readonly rolesAt: (file: FileIr, start: number, end: number) => readonly RoleMatch[];
  readonly isWatched: (file: FileIr, start: number, end: number) => boolean;
  readonly onSink: SinkListener;
  readonly without: Ablation;
  /** Branches whose way is known are followed both ways. */
  readonly followsDead: boolean;
  /** Units of work: a statement is a few, a term about one. */
  readonly budget: number;
  /** Whether a function, or what it calls, holds anything that a rule speaks of. */
  readonly isRelevant: (fn: FunctionIr) => boolean;
  /** Throws to end the execution from outside. */
  readonly checkpoint: () => void;
  /** What a model said of functions without source. Where it is there, those that were met are noted. */
  readonly claims?: Claims;
}

/** Terms that cost as much as a statement. */
const workOfStatement = 8;
const hardLimit = 3;
const shareOfCall = 0.75;

export class Machine {
  readonly terms = new Terms();
  readonly taints = new Taints(this.terms);
  readonly objects = new Map<Term, ObjectInfo>();
  /** Every name under which something was ever written into an owner. */
  readonly names = new Map<string, Set<string>>();
  readonly watched = new Map<string, Term>();
  /** What was in fields of objects from outside before they were written, by key of the store. */
  readonly initials = new Map<string, Term>();
  /** Symbols that stand for conditions whose outcome is known, where dead branches are followed. */
  readonly decided = new Map<Term, boolean>();
  /** Where a value came about that nothing in the program says: what a reader of the result sees for it. */
  readonly labels = new Map<Term, Label>();
  /** What was read from a stream over memory of the program: nothing that comes from outside. */
  readonly ownMemory = new Set<Term>();
  /** Values of module variables that were evaluated on the side, and those being evaluated. */
  readonly sideValues = new Map<string, Term>();
  readonly evaluating = new Set<string>();
  readonly outside = new OutsideCalls();
  /** The ablation without context: what the calls of a function have passed in. */
  readonly joined = new Map<FunctionIr, readonly Term[]>();
  readonly executed = new Set<FunctionIr>();
  /** Functions that were called but not followed. */
  readonly cut = new Set<FunctionIr>();
  /** Without a role in reach, and dearer to follow than they may be. */
  readonly costly = new Set<FunctionIr>();
  state: State | undefined = { store: new Store(), path: undefined };
  frame: Frame;
  readonly entry: FunctionIr;
  jumps: Jump[] = [];
  /** How many `try` are open, over all calls. */
  guarded = 0;
  readonly stack: FunctionIr[] = [];
  private work = 0;
  private steps = 0;
  /** Work up to which calls and loops of the function at hand are followed. */
  private limit: number;
  private count = 0;

  constructor(
    readonly options: MachineOptions,
    root: Frame,
  ) {
    this.frame = root;
    this.entry = root.fn;
    this.limit = options.budget;
  }

  get program(): Program {
    return this.options.program;
  }

  get run(): Interpreter {
    return this.options.interpreter;
  }

  /** Objects are maps there, and their members entries. */
  get isJavaScript(): boolean {
    const { language } = this.frame.fn.file;
    return language !== 'java' && language !== 'python';
  }

  get isJava(): boolean {
    return this.frame.fn.file.language === 'java';
  }

  /** The state at a point that is reached. */
  get here(): State {
    if (this.state === undefined) throw unreachable;
    return this.state;
  }

  nextId(prefix: string): string {
    return `${prefix}${++this.count}`;
  }

  /** Units of work so far. */
  get spent(): number {
    return this.work + this.terms.work / workOfStatement;
  }

  spend(work: number): void {
    this.work += work;
  }

  step(): void {
    this.work++;
    if (this.spent > hardLimit * this.options.budget) throw new OutOfSteps();
    if (++this.steps % 256 === 0) this.options.checkpoint();
  }

  /** The share of a call is used up: what is called from here is not followed, and loops are widened at once. */
  get isShort(): boolean {
    return this.spent > this.limit;
  }

  /**
   * Runs a call with a share of what is left, so that its caller can go on in any case.
   * @param most Units of work that it may take at most.
   * @returns whether the share was enough.
   */
  withShare(most: number, body: () => void): boolean {
    const outer = this.limit;
    const left = Math.max(0, outer - this.spent);
    const limit = this.spent + Math.min(most, left * shareOfCall);
    this.limit = limit;
    try {
      body();
      return this.spent <= limit;
    } finally {
      this.limit = outer;
    }
  }

  place({ start, end }: { readonly start: number; readonly end: number }): Place {
    return { file: this.frame.fn.file, fn: this.frame.fn, start, end };
  }

  read(owner: string, name: string): Term | undefined {
    return this.here.store.get(`${owner} ${name}`);
  }

  write(owner: string, name: string, value: Term): void {
    const known = this.names.get(owner);
    if (known === undefined) this.names.set(owner, new Set([name]));
    else known.add(name);
    this.here.store.set(`${owner} ${name}`, value);
  }

  /** The value with its passage through a place noted, if it carries anything. */
  pass(value: Term, how: Passage['how'], span: OffsetSpan, notes: PassageNotes = {}): Term {
    if (!value.isTainted) return value;
    const place = this.place(span);
    const key = `${how} ${place.file.path} ${span.start} ${span.end} ${notes.approximation ?? ''} ${notes.outside ?? ''}`;
    const passage = this.passages.get(key) ?? { kind: 'passage', place, how, ...notes };
    this.passages.set(key, passage);
    return value.mark === passage ? value : this.terms.carry(value, [], passage);
  }

  private readonly passages = new Map<string, Passage>();

  merge(states: readonly (State | undefined)[]): State | undefined {
    const reached = states.filter((state) => state !== undefined);
    if (reached.length > 1) this.spend(reached.length);
    return mergeAll(this.terms, reached, (key) => {
      return this.initials.get(key) ?? (key.startsWith('@') ? this.terms.null : undefined);
    });
  }

  /** Runs both ways of a condition; each may end anywhere. Afterwards the executions that go on are one. */
  branch(condition: Term, place: Place, then: () => void, otherwise: () => void): void {
    const test = this.decide(condition, place);
    if (test.op === 'const') {
      this.reach(test.value === true ? then : otherwise);
      return;
    }
    const taken = this.here;
    const untaken = fork(taken);
    assume(taken, test, place, true);
    assume(untaken, this.terms.not(test), place, false);
    const after = this.attempt(taken, then);
    this.state = this.merge([after, this.attempt(untaken, otherwise)]);
  }

  /** Runs something from a state on. @returns the state in which it ends, if it goes on. */
  attempt(state: State, body: () => void): State | undefined {
    this.state = state;
    this.reach(body);
    return this.state;
  }

  /** What a condition is worth here: a constant where the path decides it. */
  decide(condition: Term, place: Place): Term {
    const { terms } = this;
    const test = terms.strip(condition);
    if (this.options.without.conditions === true) {
      return test.op === 'const' ? terms.fresh('any way', 'bool') : test;
    }
    const known = test.op === 'const' ? test.value === true : this.knownOnPath(test);
    if (known === undefined) return test;
    if (!this.options.followsDead) return known ? terms.true : terms.false;
    const symbol = terms.symbol(`way at ${place.file.path}:${place.start}=${String(known)}`, 'bool');
    this.decided.set(symbol, known);
    return symbol;
  }

  private knownOnPath(test: Term): boolean | undefined {
    const negated = this.terms.not(test);
    const wanted = test.op === '==' ? test.args : undefined;
    this.spend((this.here.path?.length ?? 0) / 50);
    for (let node = this.here.path; node !== undefined; node = node.before) {
      const { condition } = node;
      if (condition === test) return true;
      if (condition === negated) return false;
      if (condition.op === 'and') {
        if (condition.args.includes(test)) return true;
        if (condition.args.includes(negated)) return false;
      }
      if (condition.op === '==' && wanted !== undefined && excludes(condition.args, wanted)) return false;
    }
    return undefined;
  }

  /** Runs something that may turn out not to go on. */
  reach(body: () => void): void {
    try {
      body();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.state = undefined;
    }
  }

  /** Leaves the statement for good. */
  leave(jump: Omit<Jump, 'state'>): never {
    this.jumps.push({ ...jump, state: this.here });
    this.state = undefined;
    throw unreachable;
  }

  /** Runs something and hands back the jumps out of it. */
  collect(body: () => void): Jump[] {
    const outer = this.jumps;
    this.jumps = [];
    try {
      this.reach(body);
      return this.jumps;
    } finally {
      this.jumps = outer;
    }
  }
}
