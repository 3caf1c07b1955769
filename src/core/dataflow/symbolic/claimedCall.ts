// A call of a function of which a model has said what it does, executed as it says.
import type { FunctionClaim } from '../claims/claims';
import { deep, infoOf, ownerOf, pollute, writeInto } from './heap';
import type { Machine } from './machine';
import type { OutsideCall } from './outsideCalls';
import type { Cleaning } from './taint';
import type { Term } from './terms';

/**
 * @param result Stands for what the call gives.
 * @param others Values that the functions give which it was handed.
 * @returns the result, with what the claim lets into it.
 */
export function claimedCall(
  m: Machine,
  { key, name, operands, place }: OutsideCall,
  { flows, makesSafe }: FunctionClaim,
  result: Term,
  others: readonly Term[],
): Term {
  const approximation = `what \`${name}\` does is what a model says`;
  const notes = { approximation, outside: key };
  const into = (target: string): Term[] =>
    operands
      .filter((operand) => flows.some(({ from, to }) => from === operand.name && to === target))
      .map(({ value }) => m.pass(deep(m, value), 'call', place, notes));
  // All that goes in is taken before anything is written.
  const written = operands.map(({ name: target, value }) => ({ value, from: into(target) }));
  const passed = m.pass(m.terms.carry(result, [...into('result'), ...others]), 'call', place, notes);
  for (const { value, from } of written) fill(m, value, from);
  const rules = new Set(makesSafe.map(({ rule }) => rule));
  return rules.size === 0 ? passed : m.terms.clean(passed, { kind: 'cleaning', rules } satisfies Cleaning);
}

/** Puts something into an object; a text that is built may be any afterwards. */
function fill(m: Machine, target: Term, from: readonly Term[]): void {
  const tainted = from.filter(({ isTainted }) => isTainted);
  if (tainted.length === 0) return;
  pollute(m, target, tainted);
  writeInto(m, target, (object, when) => {
    if (infoOf(m, object)?.kind !== 'text') return;
    const old = m.read(ownerOf(m, object), 'text') ?? m.terms.fresh('text', 'string');
    const now = m.terms.carry(m.terms.fresh('text', 'string'), [old, ...tainted]);
    m.write(ownerOf(m, object), 'text', m.terms.ite(when, now, old));
  });
}
