// Loops: round by round while their number is known; two rounds and then any number where it is not.
import type { EachStmt, LoopStmt, Stmt } from '../ir/ir';
import { assignTo } from './assignment';
import { truth } from './expressions';
import { anyOf, iterated } from './iteration';
import { unreachable, type Jump, type Machine } from './machine';
import { assume, fork, type State, type Store } from './state';
import { take } from './jumps';
import { leavesOf, type Term } from './terms';

const mostKnownRounds = 40;
const mostUnknownRounds = 2;

interface Rounds {
  readonly labels: readonly string[];
  readonly body: readonly Stmt[];
  readonly otherwise: readonly Stmt[];
  readonly testsLast: boolean;
  /** Whether there is another round. */
  readonly test: (round: number) => Term;
  /** Runs before the body of a round. */
  readonly enter: (round: number) => void;
  /** Runs after each round. */
  readonly update: () => void;
  readonly span: { readonly start: number; readonly end: number };
}

export function executeLoop(m: Machine, stmt: LoopStmt): void {
  const { test } = stmt;
  runRounds(m, {
    ...stmt,
    test: () => (test === undefined ? m.terms.true : truth(m, m.run.evaluate(m, test))),
    enter: () => undefined,
    update: () => {
      for (const each of stmt.update) m.run.evaluate(m, each);
    },
    span: test ?? stmt,
  });
}

export function executeEach(m: Machine, stmt: EachStmt): void {
  const iterable = m.run.evaluate(m, stmt.iterable);
  const known = iterated(m, iterable, stmt.givesKeys);
  const isKnown = known !== undefined && known.length <= mostKnownRounds;
  runRounds(m, {
    ...stmt,
    testsLast: false,
    test: (round) =>
      isKnown ? m.terms.constant(round < known.length, 'bool') : m.terms.fresh('another round', 'bool'),
    enter: (round) => {
      const item = isKnown ? known[round] : anyOf(m, iterable);
      if (item !== undefined) assignTo(m, stmt.target, m.pass(item, 'assignment', stmt.target));
    },
    update: () => undefined,
    span: stmt.iterable,
  });
}

function runRounds(m: Machine, loop: Rounds): void {
  const exits: (State | undefined)[] = [];
  const untaken: (State | undefined)[] = [];
  const before = m.here.store;
  let unknown = 0;
  for (let round = 0; m.state !== undefined; round++) {
    m.step();
    const isTested = !loop.testsLast || round > 0;
    const verdict = isTested ? leaveByTest(m, loop, round, untaken) : 'known';
    if (verdict === 'left') break;
    unknown += verdict === 'unknown' ? 1 : 0;
    const isLast = unknown > mostUnknownRounds || round >= mostKnownRounds || (m.isShort && unknown > 0);
    if (isLast) widen(m, before);
    runBody(m, loop, round, exits);
    if (isLast) {
      untaken.push(m.state);
      break;
    }
  }
  m.state = m.merge(untaken);
  if (m.state !== undefined) {
    m.reach(() => {
      m.run.execute(m, loop.otherwise);
    });
  }
  const merged = m.merge([m.state, ...exits]);
  m.state = merged;
  if (merged === undefined) throw unreachable;
}

/** Splits off the execution that leaves the loop here. */
function leaveByTest(
  m: Machine,
  loop: Rounds,
  round: number,
  untaken: (State | undefined)[],
): 'left' | 'known' | 'unknown' {
  let test: Term = m.terms.false;
  const place = m.place(loop.span);
  m.reach(() => {
    test = m.decide(loop.test(round), place);
  });
  if (m.state === undefined) return 'left';
  if (test === m.terms.true) return 'known';
  if (test === m.terms.false) {
    untaken.push(m.state);
    m.state = undefined;
    return 'left';
  }
  const leaving = fork(m.here);
  assume(leaving, m.terms.not(test), place, false);
  assume(m.here, test, place, true);
  untaken.push(leaving);
  return 'unknown';
}

function runBody(m: Machine, loop: Rounds, round: number, exits: (State | undefined)[]): void {
  const jumps = m.collect(() => {
    loop.enter(round);
    m.run.execute(m, loop.body);
  });
  const isOurs = ({ label }: Jump): boolean => label === undefined || loop.labels.includes(label);
  const nexts: State[] = [];
  const others: Jump[] = [];
  for (const jump of jumps) {
    if (jump.kind === 'break' && isOurs(jump)) exits.push(jump.state);
    else if (jump.kind === 'continue' && isOurs(jump)) nexts.push(jump.state);
    else others.push(jump);
  }
  take(m, others, () => false);
  m.state = m.merge([m.state, ...nexts]);
  if (m.state !== undefined) m.reach(loop.update);
}

/** Whatever the loop has written may by now have any value, with any taint that it got so far. */
function widen(m: Machine, before: Store): void {
  const { store } = m.here;
  for (const key of store.keysSince(before)) {
    const value = store.get(key);
    if (value === undefined || key.endsWith('<yields>')) continue;
    const pure = m.terms.strip(value);
    const leaves = leavesOf(pure);
    if (leaves?.every((leaf) => leaf.op === 'object') === true) continue;
    const isUnchanged =
      before.get(key) === value || (pure.op === 'const' && m.terms.strip(before.get(key) ?? value) === pure);
    if (isUnchanged) continue;
    const anything = m.terms.fresh('after some rounds', pure.sort, {
      approximation: 'a loop that runs more often than it was followed',
      ...(pure.type !== undefined && { type: pure.type }),
    });
    store.set(key, m.terms.carry(anything, [value]));
  }
}
