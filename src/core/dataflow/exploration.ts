// Executes the program symbolically from one entry point and keeps where tainted values meet sinks.
import type { FileIr, FunctionIr } from './ir/declarations';
import type { Ablation, RoleMatch } from './model';
import type { Claims } from './claims/claims';
import { opaqueConditions, readingsOf } from './claims/opaqueConditions';
import { decide, type Verdict } from './feasibility/decide';
import type { AskedProgram } from './dependencies';
import type { RoleIndex } from './roles';
import { sortOfType } from './symbolic/heap';
import { interpreter } from './symbolic/interpreter';
import { Machine, OutOfSteps, type Frame } from './symbolic/machine';
import { moduleFrame } from './symbolic/names';
import { applyRoles, conditionOn } from './symbolic/roles';
import type { ReachedCall } from './symbolic/outsideCalls';
import { conditionsOf, type PathNode, type Place } from './symbolic/state';
import { keyOf, type Taint } from './symbolic/taint';
import { assignTo } from './symbolic/assignment';
import type { Term, Terms } from './symbolic/terms';

/** A tainted value at a sink. */
export interface Meeting {
  readonly match: RoleMatch;
  readonly place: Place;
  readonly taint: Taint;
  readonly value: Term;
  readonly path: readonly PathNode[];
  /** All that must hold, the path's conditions first. */
  readonly conditions: readonly Term[];
  readonly verdict: Verdict;
  readonly terms: Terms;
  readonly labels: Machine['labels'];
  readonly outside: Machine['outside'];
  /** The function that everything starts from. */
  readonly entry: FunctionIr;
}

export interface Exploration {
  /** The best meeting of each source and sink: feasible before unknown before infeasible. */
  readonly meetings: readonly Meeting[];
  readonly executed: ReadonlySet<FunctionIr>;
  /** Called, but not followed. */
  readonly cut: ReadonlySet<FunctionIr>;
  readonly isComplete: boolean;
  /** Units of work that it took. */
  readonly spent: number;
  /** Functions without source that a value of a source has met, where they are noted. */
  readonly reached: readonly ReachedCall[];
}

export interface ExplorationOptions {
  readonly program: AskedProgram;
  readonly roles: RoleIndex;
  readonly without: Ablation;
  readonly followsDead: boolean;
  readonly checkpoint: () => void;
  /** Units of work: beyond it calls are not followed any more, and far beyond it the exploration ends. */
  readonly budget: number;
  /** What a model said, in which case what might be asked is noted. */
  readonly claims?: Claims | undefined;
  /** What stands at a place. */
  readonly quote: (place: Place) => string;
}

/** Of one source and one sink, until one is feasible: each is on a way of its own. */
const mostMeetings = 6;
const rank = { sat: 2, unknown: 1, unsat: 0 } as const;

/** Everything that can be reached from a call of this function with any arguments. */
export function explore(fn: FunctionIr, options: ExplorationOptions): Exploration {
  const meetings = new Map<string, Meeting>();
  const keep = (meeting: Meeting): void => {
    const key = meetingKey(meeting);
    const known = meetings.get(key);
    if (known === undefined || rank[meeting.verdict.result] > rank[known.verdict.result]) {
      meetings.set(key, meeting);
    }
  };
  const counts = new Map<string, number>();
  const isSettled = (key: string): boolean => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > mostMeetings || meetings.get(key)?.verdict.result === 'sat';
  };
  const m = machineFor(fn, options, (machine, match, value, place) => {
    for (const taint of machine.taints.of(value)) {
      if (!concerns(taint, match) || isSettled(meetingKey({ match, place, taint }))) continue;
      keep(meet(machine, { match, value, place, taint }, options));
    }
  });
  const isComplete = run(m, fn);
  const { executed, cut, spent, outside } = m;
  const reached = [...outside.reached.values()];
  return { meetings: [...meetings.values()], executed, cut, isComplete, spent, reached };
}

function concerns({ origin, cleaned }: Taint, { rule }: RoleMatch): boolean {
  return !cleaned.has(rule) && origin.matches.some((match) => match.rule === rule);
}

export function meetingKey({ match, place, taint }: Pick<Meeting, 'match' | 'place' | 'taint'>): string {
  return `${match.rule} ${keyOf(taint.origin)} ${place.file.path} ${place.start} ${place.end}`;
}

function meet(
  m: Machine,
  { match, value, place, taint }: Pick<Meeting, 'match' | 'value' | 'place' | 'taint'>,
  { without, claims, quote }: ExplorationOptions,
): Meeting {
  const { terms, outside } = m;
  const path = conditionsOf(m.here.path);
  const ways = [...m.decided].map(([symbol, outcome]) => (outcome ? symbol : terms.not(symbol)));
  const conditions = [
    ...path.map(({ condition }) => condition),
    taint.guard,
    conditionOn(m, value, match.condition),
    ...ways,
    ...(claims === undefined || claims.conditions.size === 0
      ? []
      : readingsOf(terms, opaqueConditions({ path, terms, outside }, quote), claims)),
  ];
  const verdict: Verdict = without.conditions === true ? { result: 'unknown' } : decide(terms, conditions);
  return {
    match,
    place,
    taint,
    value,
    path,
    conditions,
    verdict,
    terms,
    labels: m.labels,
    outside,
    entry: m.entry,
  };
}

function machineFor(
  fn: FunctionIr,
  { program, roles, without, followsDead, checkpoint, budget, claims }: ExplorationOptions,
  onSink: Machine['options']['onSink'],
): Machine {
  const frames = framesAround(fn);
  return new Machine(
    {
      program,
      interpreter,
      rolesAt: (file: FileIr, start, end) => roles.at(file, start, end),
      isWatched: (file: FileIr, start, end) => roles.isWatched(file, start, end),
      onSink,
      without,
      followsDead,
      budget,
      isRelevant: (each) => program.isRelevant(each),
      checkpoint,
      ...(claims !== undefined && { claims }),
    },
    frames,
  );
}

/** A frame for the function; those of the functions around it never ran. */
function framesAround(fn: FunctionIr): Frame {
  return { id: 'entry', fn, parent: moduleFrame(fn.file), self: undefined, isAssumed: true };
}

function run(m: Machine, fn: FunctionIr): boolean {
  const isModule = fn === fn.file.module;
  const self =
    fn.isStatic || fn.class === undefined
      ? undefined
      : m.terms.symbol('this', 'any', { type: fn.class.name });
  m.frame = isModule ? moduleFrame(fn.file) : { ...m.frame, self };
  m.executed.add(fn);
  m.stack.push(fn);
  try {
    m.collect(() => {
      for (const parameter of fn.parameters) {
        const { type } = parameter;
        const anything = m.terms.symbol(parameter.name, sortOfType(type), type === undefined ? {} : { type });
        assignTo(m, parameter.target, applyRoles(m, parameter, anything));
      }
      m.run.execute(m, fn.body);
    });
    return true;
  } catch (error) {
    if (error instanceof OutOfSteps || error instanceof RangeError) return false;
    throw error;
  }
}
