// A recording as the sequence of lines that an independent tracer sees, and what was known of variables there.
import * as z from 'zod';
import type { Recording, Step } from '../../src/core/trace/recording';

export interface LineEvent {
  /** Frames are numbered in the order in which they first run a line. */
  readonly frame: number;
  /** 1-based: the first line of the innermost statement, of a compound statement its header. */
  readonly line: number;
  /** The last step of the frame before it goes on to another line. */
  lastStep: number;
}

/** Equal neighbours of one frame are one event; docstrings are left out. */
export function lineSequence(recording: Recording, docstrings: ReadonlySet<number>): LineEvent[] {
  const events: LineEvent[] = [];
  const numbers = new Map<number, number>();
  const latest = new Map<number, LineEvent>();
  for (let index = 0; index < recording.stepCount; index++) {
    const step = recording.step(index);
    if (step === undefined) continue;
    const known = latest.get(step.frame.index);
    if (step.kind !== 'block' || step.block === undefined) {
      if (known !== undefined) known.lastStep = index;
      continue;
    }
    for (const line of step.block.lines.map((zeroBased) => zeroBased + 1)) {
      if (docstrings.has(line)) continue;
      const before = latest.get(step.frame.index);
      if (before?.line === line) {
        before.lastStep = index;
        continue;
      }
      const frame = numbers.get(step.frame.index) ?? numbers.size;
      numbers.set(step.frame.index, frame);
      const event = { frame, line, lastStep: index };
      latest.set(step.frame.index, event);
      events.push(event);
    }
  }
  return events;
}

/** The newest value of a name that a step's frame is known to have by then. */
export function valueAt(
  recording: Recording,
  from: Step,
  name: string,
): { type: string; text: string } | undefined {
  for (let index = from.index; index >= from.frame.firstStep; index--) {
    const step = recording.step(index);
    if (step?.frame.index !== from.frame.index) continue;
    const kept = step.kept?.values.find((value) => value.name === name);
    if (kept !== undefined) return kept;
  }
  return undefined;
}

/** What truth_tracer.py writes. */
export const truthSchema = z.object({
  frames: z.array(z.string()),
  /** Frame and 1-based line. */
  events: z.array(z.tuple([z.number(), z.number()])),
  /** Number of the event -> name -> literal. */
  values: z.record(z.string(), z.record(z.string(), z.string())),
  docstrings: z.array(z.number()),
  end: z.object({ kind: z.string(), type: z.string().optional() }),
});
export type Truth = z.infer<typeof truthSchema>;

/** Events of the truth as `frame:line`, frames numbered by their first line. */
export function renumbered(events: Truth['events']): string[] {
  const numbers = new Map<number, number>();
  return events.map(([frame, line]) => {
    const number = numbers.get(frame) ?? numbers.size;
    numbers.set(frame, number);
    return `${number}:${line}`;
  });
}

export interface ValuePoint {
  /** Number of the event. */
  readonly event: number;
  readonly line: number;
  readonly name: string;
  readonly expected: string;
  readonly recorded: string | undefined;
}

/** All points at which the truth has a value, as far as both sequences agree. */
export function valuePoints(recording: Recording, events: readonly LineEvent[], truth: Truth): ValuePoint[] {
  const points: ValuePoint[] = [];
  const expected = renumbered(truth.events);
  const open = truth.end.kind === 'timeout' ? expected.length - 1 : expected.length;
  for (let event = 0; event < open; event++) {
    const recorded = events[event];
    if (recorded === undefined || expected[event] !== `${recorded.frame}:${recorded.line}`) break;
    const step = recording.step(recorded.lastStep);
    if (step === undefined) break;
    for (const [name, text] of Object.entries(truth.values[String(event)] ?? {})) {
      const value = valueAt(recording, step, name)?.text;
      points.push({ event, line: recorded.line, name, expected: text, recorded: value });
    }
  }
  return points;
}
