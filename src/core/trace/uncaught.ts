import type { Recording } from './recording';
import { stepKinds } from './recording';

const raisedKind = stepKinds.indexOf('raised');

/**
 * The steps at which the exception that ended the run was raised and passed through, by index; empty when the run ended
 * otherwise. What was raised earlier was caught.
 */
export function uncaughtSteps(recording: Recording): ReadonlySet<number> {
  const { outcome, stepKind, stepFrame, stepValues, frames } = recording.parts;
  const steps = new Set<number>();
  if (outcome.kind !== 'raised') return steps;
  let caller: number | undefined;
  for (let step = recording.stepCount - 1; step >= 0; step--) {
    if (stepKind.at(step) !== raisedKind) continue;
    const raised = stepValues.get(step)?.raised;
    const frame = stepFrame.at(step);
    if (raised?.type !== outcome.exception.type) continue;
    // Outermost frame first, each one called by the one before.
    if (caller !== undefined && frames[frame]?.parent !== caller) break;
    steps.add(step);
    if (raised.origin) break;
    caller = frame;
  }
  return steps;
}
