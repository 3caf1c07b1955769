// What the variables of a frame hold at a step, from what was kept before it. Never an old value as if it were new: where
// a variable was written since and that was not kept, its value is missing.
import type { NamedValue } from './model';
import type { Recording } from './recording';
import { stepKinds } from './recording';
import { countUpTo, type StepIndex } from './stepIndex';

const blockKind = stepKinds.indexOf('block');

/** Values of these types cannot change unless the variable is written. */
const immutableTypes = new Set([
  ...['int', 'float', 'complex', 'bool', 'str', 'bytes', 'NoneType'],
  ...['number', 'string', 'boolean', 'bigint', 'undefined', 'null', 'symbol'],
]);

export interface VariableState {
  readonly name: string;
  /** Absent where the value was not kept. */
  readonly value?: NamedValue;
  /** The step that the value was kept at, or, where it is missing, at which the variable was written. */
  readonly step: number;
  /** Whether no step that was not kept lies between, at which an object may have changed inside. */
  readonly isCertain: boolean;
}

/** Whether values of a type cannot change unless their variable is written. */
export function isImmutable(type: string): boolean {
  return immutableTypes.has(type);
}

/** Steps that are looked through for one state; beyond it, variables are left out. */
const furthestLook = 3_000_000;

/**
 * The variables of a frame in the order of their first appearance in its code, parameters first.
 * @param upTo `with`: as the step left them; `before`: as it found them.
 */
export function frameState(
  recording: Recording,
  index: StepIndex,
  frame: number,
  step: number,
  upTo: 'with' | 'before' = 'with',
): VariableState[] {
  const { stepValues, frames } = recording.parts;
  const wanted = namesOf(recording, frames[frame]?.functionIndex ?? -1, frame);
  const found = new Map<string, VariableState>();
  const own = index.ofFrame(frame);
  let isCertain = true;
  let at = countUpTo(own, upTo === 'with' ? step : step - 1) - 1;
  for (const last = Math.max(0, at - furthestLook); at >= last && found.size < wanted.size; at--) {
    const seen = own[at] ?? -1;
    const kept = stepValues.get(seen);
    if (kept === undefined) {
      const written = writtenAt(recording, seen);
      if (written === undefined) continue;
      isCertain = false;
      for (const name of written) addOnce(found, { name, step: seen, isCertain });
      continue;
    }
    for (const value of kept.values) {
      wanted.add(value.name);
      const certain = isCertain || immutableTypes.has(value.type);
      addOnce(found, { name: value.name, value, step: seen, isCertain: certain });
    }
  }
  return [...wanted].flatMap((name) => found.get(name) ?? []);
}

/** What a step may have written of which nothing was kept; undefined where no code ran. */
function writtenAt({ parts }: Recording, step: number): readonly string[] | undefined {
  if (parts.stepKind.at(step) !== blockKind) return undefined;
  return parts.blocks[parts.stepBlock.at(step)]?.definitions ?? [];
}

function addOnce(found: Map<string, VariableState>, state: VariableState): void {
  if (!found.has(state.name)) found.set(state.name, state);
}

/** Parameters as the entry kept them, then what the function's blocks write. */
function namesOf({ parts }: Recording, functionIndex: number, frame: number): Set<string> {
  const names = new Set<string>();
  const entry = parts.stepValues.get(parts.frames[frame]?.firstStep ?? -1);
  for (const { name } of entry?.values ?? []) names.add(name);
  for (const block of parts.blocks) {
    if (block.functionIndex !== functionIndex) continue;
    for (const name of block.definitions) names.add(name);
  }
  return names;
}
