// What a recording knows of the names of a function: at the moment at which it came to a piece of it, else when it was called.
import type { NamedValue } from '../trace/model';
import { frameState } from '../trace/frameState';
import type { Recording } from '../trace/recording';
import { StepIndex } from '../trace/stepIndex';

export interface PieceOfFunction {
  /** Absolute path. */
  readonly file: string;
  /** Dotted path of the function; `<module>` at the top of the file. */
  readonly function: string;
  /** 0-based first line of the piece; undefined where only the call is wanted, or the text has changed since. */
  readonly line?: number;
}

/** The values of one frame, so that they fit each other: of the last one that came to the line, or was called. */
export function recordedNames(recording: Recording, piece: PieceOfFunction): NamedValue[] {
  const { frames } = recording.parts;
  const own = frames.filter((frame) => {
    const called = recording.functionOf(frame);
    return called?.module.file === piece.file && called.path === piece.function;
  });
  if (own.length === 0) return [];
  const index = new StepIndex(recording);
  for (const frame of [...own].reverse()) {
    const at = piece.line === undefined ? undefined : stepAt(recording, index, frame.index, piece.line);
    if (at === undefined) continue;
    const values = valuesBefore(recording, index, frame.index, at, piece.line);
    if (values.length > 0) return values;
  }
  for (const frame of [...own].reverse()) {
    const entry = recording.parts.stepValues.get(frame.firstStep)?.values ?? [];
    if (entry.length > 0) return [...entry];
  }
  return [];
}

/** What was certain. In a block that began before the line, what it writes may have changed since it began. */
function valuesBefore(
  recording: Recording,
  index: StepIndex,
  frame: number,
  step: number,
  line: number | undefined,
): NamedValue[] {
  const block = recording.step(step)?.block;
  const changing = block?.lines[0] === line ? [] : (block?.definitions ?? []);
  return frameState(recording, index, frame, step, 'before').flatMap(({ name, value, isCertain }) =>
    value !== undefined && isCertain && !changing.includes(name) ? [value] : [],
  );
}

function stepAt(recording: Recording, index: StepIndex, frame: number, line: number): number | undefined {
  const steps = index.ofFrame(frame);
  for (const number of steps) {
    const step = recording.step(number);
    if (step?.kind === 'block' && step.block?.lines.includes(line) === true) return number;
  }
  return undefined;
}
