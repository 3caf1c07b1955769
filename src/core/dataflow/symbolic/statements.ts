// Executes statements.
import type { GroupStmt, Handler, Stmt, SwitchStmt, TryStmt } from '../ir/ir';
import { assignTo } from './assignment';
import { truth } from './expressions';
import { catches } from './exceptions';
import { executeEach, executeLoop } from './loops';
import { take } from './jumps';
import { unreachable, type Jump, type Machine } from './machine';
import { equal } from './operations';
import { assume, fork, type State } from './state';
import type { Term } from './terms';

/** Runs statements one after the other, as far as they go. */
export function execute(m: Machine, body: readonly Stmt[]): void {
  for (const stmt of body) {
    if (m.state === undefined) throw unreachable;
    m.step();
    executeOne(m, stmt);
  }
  if (m.state === undefined) throw unreachable;
}

function executeOne(m: Machine, stmt: Stmt): void {
  switch (stmt.kind) {
    case 'expr':
      m.run.evaluate(m, stmt.value);
      return;
    case 'if':
      m.branch(
        truth(m, m.run.evaluate(m, stmt.test)),
        m.place(stmt.test),
        () => {
          execute(m, stmt.then);
        },
        () => {
          execute(m, stmt.otherwise);
        },
      );
      return;
    case 'loop':
      executeLoop(m, stmt);
      return;
    case 'each':
      executeEach(m, stmt);
      return;
    case 'switch':
      executeSwitch(m, stmt);
      return;
    case 'try':
      executeTry(m, stmt);
      return;
    case 'group':
      executeGroup(m, stmt);
      return;
    case 'break':
    case 'continue':
      return m.leave({ kind: stmt.kind, label: stmt.label });
    default: {
      const value = stmt.value === undefined ? m.terms.null : m.run.evaluate(m, stmt.value);
      m.leave({ kind: stmt.kind, value: m.pass(value, 'return', stmt) });
    }
  }
}

function executeGroup(m: Machine, { labels, body }: GroupStmt): void {
  const jumps = m.collect(() => {
    execute(m, body);
  });
  const isOwn = ({ kind, label }: Jump): boolean =>
    kind === 'break' && label !== undefined && labels.includes(label);
  m.state = m.merge([m.state, ...take(m, jumps, isOwn)]);
}

function executeSwitch(m: Machine, stmt: SwitchStmt): void {
  const subject = m.run.evaluate(m, stmt.subject);
  const leaving: (State | undefined)[] = [];
  const entering: (State | undefined)[] = stmt.cases.map(() => undefined);
  stmt.cases.forEach(({ tests }, index) => {
    if (tests.length > 0) entering[index] = enterCase(m, subject, tests);
  });
  const byDefault = stmt.cases.findIndex(({ tests }) => tests.length === 0);
  if (byDefault >= 0) entering[byDefault] = m.state;
  else leaving.push(m.state);

  const jumps = m.collect(() => {
    let falling: State | undefined;
    stmt.cases.forEach(({ body }, index) => {
      m.state = m.merge([falling, entering[index]]);
      if (m.state === undefined) return;
      m.reach(() => {
        execute(m, body);
      });
      if (stmt.fallsThrough) falling = m.state;
      else leaving.push(m.state);
    });
    leaving.push(falling);
  });
  const isOwn = ({ kind, label }: Jump): boolean =>
    kind === 'break' && (label === undefined || stmt.labels.includes(label));
  m.state = m.merge([...leaving, ...take(m, jumps, isOwn)]);
}

/** The execution in which one of the tests holds; the machine goes on with the one in which none does. */
function enterCase(
  m: Machine,
  subject: Term,
  tests: SwitchStmt['cases'][number]['tests'],
): State | undefined {
  if (m.state === undefined) return undefined;
  const [first] = tests;
  const matches = tests.map((test) => {
    const value = m.run.evaluate(m, test);
    return test.kind === 'unknown' ? m.terms.fresh('matches', 'bool') : equal(m.terms, subject, value);
  });
  const place = m.place(first ?? { start: 0, end: 0 });
  const test = m.decide(m.terms.or(...matches), place);
  if (test === m.terms.false) return undefined;
  const matching = fork(m.here);
  assume(matching, test, place, true);
  if (test === m.terms.true) m.state = undefined;
  else assume(m.here, m.terms.not(test), place, false);
  return matching;
}

function executeTry(m: Machine, stmt: TryStmt): void {
  if (stmt.finalizer.length === 0) {
    executeGuarded(m, stmt);
    return;
  }
  m.guarded++;
  const jumps = m.collect(() => {
    try {
      executeGuarded(m, stmt);
    } finally {
      m.guarded--;
    }
  });
  const after = finalized(m, m.state, stmt);
  for (const jump of together(m, jumps)) {
    const state = finalized(m, jump.state, stmt);
    if (state !== undefined) m.jumps.push({ ...jump, state });
  }
  m.state = after;
  if (after === undefined) throw unreachable;
}

function finalized(m: Machine, state: State | undefined, stmt: TryStmt): State | undefined {
  if (state === undefined) return undefined;
  m.state = state;
  m.reach(() => {
    execute(m, stmt.finalizer);
  });
  return m.state;
}

/** Jumps of the same kind to the same place as one. */
function together(m: Machine, jumps: readonly Jump[]): Jump[] {
  const groups = new Map<string, Jump[]>();
  for (const jump of jumps) {
    const key = `${jump.kind} ${jump.label ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), jump]);
  }
  return [...groups.values()].flatMap((group): Jump[] => {
    const [first, second] = group;
    if (first === undefined) return [];
    if (second === undefined) return [first];
    const id = m.nextId('jump');
    for (const { state, value } of group) state.store.set(`${id} value`, value ?? m.terms.null);
    const state = m.merge(group.map((jump) => jump.state));
    return state === undefined
      ? []
      : [{ ...first, state, value: state.store.get(`${id} value`) ?? m.terms.null }];
  });
}

function executeGuarded(m: Machine, { body, handlers, otherwise }: TryStmt): void {
  m.guarded += handlers.length > 0 ? 1 : 0;
  const jumps = m.collect(() => {
    try {
      execute(m, body);
    } finally {
      m.guarded -= handlers.length > 0 ? 1 : 0;
    }
  });
  if (m.state !== undefined && otherwise.length > 0) {
    m.reach(() => {
      execute(m, otherwise);
    });
  }
  const after: (State | undefined)[] = [m.state];
  const thrown = together(
    m,
    jumps.filter(({ kind }) => kind === 'throw'),
  );
  for (const jump of jumps) if (jump.kind !== 'throw') m.jumps.push(jump);
  for (const jump of thrown) after.push(...handle(m, jump, handlers));
  m.state = m.merge(after);
  if (m.state === undefined) throw unreachable;
}

/** Offers what was thrown to the handlers in order; what none of them takes goes on outwards. */
function handle(m: Machine, jump: Jump, handlers: readonly Handler[]): (State | undefined)[] {
  const after: (State | undefined)[] = [];
  let rest: State | undefined = jump.state;
  const value = jump.value ?? m.terms.null;
  for (const handler of handlers) {
    if (rest === undefined) break;
    const verdict = catches(m, handler, value);
    if (verdict === m.terms.false) continue;
    const caught: State = verdict === m.terms.true ? rest : fork(rest);
    if (verdict === m.terms.true) rest = undefined;
    else {
      assume(caught, verdict);
      assume(rest, m.terms.not(verdict));
    }
    m.state = caught;
    m.reach(() => {
      if (handler.binds !== undefined) assignTo(m, handler.binds, value);
      execute(m, handler.body);
    });
    after.push(m.state);
  }
  if (rest !== undefined) m.jumps.push({ ...jump, state: rest });
  return after;
}
