// Finds the run of a line in a recording at which a stopped program may stand: the values decide.
import { frameState, isImmutable } from '../trace/frameState';
import type { RecordingWalk } from '../trace/recordingWalk';

/** A variable of a stopped program, as its debugger writes it. */
export interface LiveValue {
  readonly name: string;
  readonly text: string;
}

export interface RecordedStop {
  /** How often the line ran in the recording. */
  readonly runs: number;
  /** How many of the runs that were looked at found the same plain values. */
  readonly matching: number;
  /** The variables whose values could be compared. */
  readonly compared: readonly string[];
  /** The first run that found the same; absent where none did, or nothing could be compared. */
  readonly step?: number;
}

/** Runs that are looked at. */
const mostRuns = 1000;

/**
 * Only numbers, texts, truth values and the like are compared: of other values the texts of two tools differ.
 * @param line 0-based.
 */
export function recordedStop(
  walk: RecordingWalk,
  file: string,
  line: number,
  values: readonly LiveValue[],
): RecordedStop {
  const steps = runsOf(walk, file, line);
  const live = new Map(values.map(({ name, text }) => [name, plainText(text)]));
  const compared = new Set<string>();
  const matching: number[] = [];
  for (const step of steps.slice(0, mostRuns)) {
    const frame = walk.recording.parts.stepFrame.at(step);
    const known = frameState(walk.recording, walk.index, frame, step, 'before').flatMap(
      ({ name, value, isCertain }) => {
        const isPlain = value !== undefined && isCertain && isImmutable(value.type) && live.has(name);
        return isPlain ? [{ name, text: plainText(value.text) }] : [];
      },
    );
    for (const { name } of known) compared.add(name);
    if (known.length > 0 && known.every(({ name, text }) => live.get(name) === text)) matching.push(step);
  }
  const [step] = matching;
  return {
    runs: steps.length,
    matching: matching.length,
    compared: [...compared],
    ...(step !== undefined && { step }),
  };
}

function runsOf(walk: RecordingWalk, file: string, line: number): number[] {
  const { blocks, stepFrame } = walk.recording.parts;
  const here = blocks.filter(
    ({ module, startLine, endLine }) => module.file === file && startLine <= line && line <= endLine,
  );
  const nearest = Math.max(...here.map(({ startLine }) => startLine));
  const steps = here
    .filter(({ startLine }) => startLine === nearest)
    .flatMap(({ index }) => [...walk.index.ofBlock(index)]);
  return steps.filter((step) => walk.frames.has(stepFrame.at(step))).sort((a, b) => a - b);
}

/** Debuggers differ in the quotes of texts. */
function plainText(text: string): string {
  return text.trim().replace(/^(['"`])(.*)\1$/s, '$2');
}
