// Jumps out of statements.
import type { Jump, Machine } from './machine';
import type { State } from './state';

/** The states of the jumps that end here; the others go on outwards. */
export function take(m: Machine, jumps: readonly Jump[], isOwn: (jump: Jump) => boolean): State[] {
  const states: State[] = [];
  for (const jump of jumps) {
    if (isOwn(jump)) states.push(jump.state);
    else m.jumps.push(jump);
  }
  return states;
}
