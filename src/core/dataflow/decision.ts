// Whether a source and a sink that met can do so: what the built-in decider leaves open goes to the solver.
import type { Meeting } from './exploration';
import { scriptOf } from './feasibility/smt';
import type { Decision } from './findings';
import type { Constant } from './ir/ir';
import type { FlowOptions } from './model';
import type { Term } from './symbolic/terms';

export type DecisionOptions = Pick<FlowOptions, 'solver' | 'without'>;

/** The verdict on a meeting, and who gave it. */
export async function decisionOn(
  meeting: Meeting,
  { solver, without = {} }: DecisionOptions,
): Promise<Decision> {
  const { verdict, conditions, terms } = meeting;
  const isOpen = verdict.result === 'unknown' && without.conditions !== true && without.solver !== true;
  const script =
    isOpen && solver !== undefined ? scriptOf(conditions.map((each) => terms.strip(each))) : undefined;
  if (script === undefined || solver === undefined) {
    return { verdict, by: 'built-in' };
  }
  const answer = await solver.check(script);
  if (answer.result !== 'sat') return { verdict: { result: answer.result }, by: 'z3' };
  const values = new Map<Term, Constant>();
  for (const [name, value] of Object.entries(answer.values)) {
    const unknown = script.unknowns.get(name);
    if (unknown !== undefined) values.set(unknown, value);
  }
  return { verdict: { result: 'sat', values }, by: 'z3' };
}
