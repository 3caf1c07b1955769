// Values that depend on which way an execution takes.
import { unreachable, type Machine } from './machine';
import { assume, fork, type Place } from './state';
import type { Term } from './terms';

/** The value of one of two ways; where one of them does not go on, that of the other. */
export function choice(
  m: Machine,
  condition: Term,
  place: Place,
  then: () => Term,
  otherwise: () => Term,
): Term {
  m.step();
  const test = m.decide(condition, place);
  if (test.op === 'const') return test.value === true ? then() : otherwise();
  const taken = m.here;
  const untaken = fork(taken);
  const values: { taken?: Term; untaken?: Term } = {};
  assume(taken, test, place, true);
  assume(untaken, m.terms.not(test), place, false);
  const after = m.attempt(taken, () => {
    values.taken = then();
  });
  const afterOther = m.attempt(untaken, () => {
    values.untaken = otherwise();
  });
  m.state = m.merge([after, afterOther]);
  if (after === undefined && afterOther === undefined) throw unreachable;
  const first = after === undefined ? undefined : values.taken;
  const second = afterOther === undefined ? undefined : values.untaken;
  if (first === undefined) return second ?? m.terms.null;
  return second === undefined ? first : m.terms.ite(test, first, second);
}
