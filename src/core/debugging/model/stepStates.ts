// What variables hold after each step of a run.
import type { BlockSteps } from './blockSteps';

/** By the number of the step: the variables of its frame, as far as they were kept. */
export type StepStates = ReadonlyMap<number, ReadonlyMap<string, string>>;

export function stepStates({ steps, frames }: BlockSteps): StepStates {
  const states = new Map<number, ReadonlyMap<string, string>>();
  const latest = new Map<number, ReadonlyMap<string, string>>();
  for (const { number, frame, changed } of steps) {
    const before = latest.get(frame) ?? new Map(frames.get(frame)?.parameters);
    const after = changed.length === 0 ? before : new Map([...before, ...changed]);
    latest.set(frame, after);
    states.set(number, after);
  }
  return states;
}

/** Callers beyond this are not told. */
const mostCallers = 8;

/** Everything that is known after one step: its frame, and those that called it. */
export function stateText(all: BlockSteps, states: StepStates, number: number): string {
  const lines: string[] = [];
  let at = number;
  while (at > 0 && lines.length <= mostCallers) {
    const step = all.steps[at - 1];
    if (step === undefined) break;
    const called = all.frames.get(step.frame);
    const values = [...(states.get(at) ?? [])].map(([name, text]) => `${name}=${text}`);
    const where = `step ${at}${step.block === undefined ? '' : ` ${step.block}`} of ${called?.function ?? '?'}`;
    lines.push([at === number ? `after ${where}:` : `called from ${where}:`, ...values].join(' '));
    at = called?.caller ?? 0;
  }
  return lines.join('\n');
}
