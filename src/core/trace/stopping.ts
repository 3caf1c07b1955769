// Where a replay stops: breakpoints, with conditions on recorded values, and exceptions.
import { frameState } from './frameState';
import type { Recording, Step } from './recording';
import { stepKinds } from './recording';
import type { RecordingWalk } from './recordingWalk';
import { countUpTo } from './stepIndex';
import { uncaughtSteps } from './uncaught';
import { holds, NotEvaluated } from './values/expression';

export interface StopPoint {
  readonly id: number;
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  /** Over the values before the line runs; one that cannot be told does not stop. */
  readonly condition?: string;
}

export interface StopRules {
  readonly points: readonly StopPoint[];
  readonly exceptions: 'none' | 'uncaught' | 'all';
}

export interface Stop {
  readonly step: Step;
  readonly reason: 'breakpoint' | 'exception' | 'end';
  readonly point?: StopPoint;
}

const raisedKind = stepKinds.indexOf('raised');
const blockKind = stepKinds.indexOf('block');

/** The line at or below a 0-based one that holds code of the recording, within the function; undefined where none is. */
export function lineWithCode(recording: Recording, file: string, line: number): number | undefined {
  let best: number | undefined;
  for (const block of recording.parts.blocks) {
    if (block.module.file !== file) continue;
    if (block.startLine <= line && line <= block.endLine) return block.lines[0] ?? block.startLine;
    if (
      block.startLine > line &&
      block.startLine - line < 4 &&
      (best === undefined || block.startLine < best)
    ) {
      best = block.startLine;
    }
  }
  return best;
}

/** The first stop beyond a step; where there is none, the last or first step there is. */
export function nextStop(
  walk: RecordingWalk,
  from: number,
  direction: 1 | -1,
  rules: StopRules,
): Stop | undefined {
  const stops = [
    ...rules.points.flatMap((point) => stopAt(walk, from, direction, point) ?? []),
    exceptionBeyond(walk, from, direction, rules.exceptions) ?? [],
  ].flat();
  stops.sort((a, b) => (a.step.index - b.step.index) * direction);
  const end = walk.stepOf(direction > 0 ? walk.length : 1);
  return stops[0] ?? (end && { step: end, reason: 'end' });
}

function stopAt(walk: RecordingWalk, from: number, direction: 1 | -1, point: StopPoint): Stop | undefined {
  const { blocks, stepFrame } = walk.recording.parts;
  const found: number[] = [];
  for (const block of blocks) {
    if (block.module.file !== point.file || (block.lines[0] ?? block.startLine) !== point.line) continue;
    for (const at of beyond(walk.index.ofBlock(block.index), from, direction)) {
      if (!walk.frames.has(stepFrame.at(at)) || !isMet(walk, at, point)) continue;
      found.push(at);
      break;
    }
  }
  const nearest = found.sort((a, b) => (a - b) * direction)[0];
  const step = nearest === undefined ? undefined : walk.recording.step(nearest);
  return step && { step, reason: 'breakpoint', point };
}

function isMet(walk: RecordingWalk, at: number, { condition }: StopPoint): boolean {
  if (condition === undefined || condition.trim() === '') return true;
  const { recording, index } = walk;
  const state = frameState(recording, index, recording.parts.stepFrame.at(at), at, 'before');
  const texts = new Map(state.map(({ name, value }) => [name, value?.text]));
  try {
    return holds(condition, (name) => texts.get(name));
  } catch (error) {
    if (error instanceof NotEvaluated) return false;
    throw error;
  }
}

function exceptionBeyond(
  walk: RecordingWalk,
  from: number,
  direction: 1 | -1,
  which: StopRules['exceptions'],
): Stop | undefined {
  if (which === 'none') return undefined;
  const { stepKind, stepFrame, stepValues } = walk.recording.parts;
  const uncaught = uncaughtSteps(walk.recording);
  const isWanted = (at: number): boolean =>
    stepKind.at(at) === raisedKind &&
    stepValues.get(at)?.raised?.origin === true &&
    walk.frames.has(stepFrame.at(at)) &&
    (which === 'all' || uncaught.has(at));
  let nearest: number | undefined;
  for (const at of stepValues.keys()) {
    const isBeyond = (at - from) * direction > 0;
    if (isBeyond && isWanted(at) && (nearest === undefined || (at - nearest) * direction < 0)) nearest = at;
  }
  const step = nearest === undefined ? undefined : walk.recording.step(nearest);
  return step && { step, reason: 'exception' };
}

/** The members of some ascending numbers beyond one, in the direction's order. */
function* beyond(steps: Int32Array, from: number, direction: 1 | -1): Generator<number> {
  let at = direction > 0 ? countUpTo(steps, from) : countUpTo(steps, from - 1) - 1;
  for (; at >= 0 && at < steps.length; at += direction) yield steps[at] ?? -1;
}

/**
 * Where a debugger stands after a motion: before a line that is about to run, or where an exception was raised. At either
 * end of the recording it stays there.
 */
export function debuggerMove(
  walk: RecordingWalk,
  from: number,
  motion: 'forward' | 'back' | 'into' | 'out',
  exceptions: StopRules['exceptions'],
): Stop | undefined {
  const direction = motion === 'back' ? -1 : 1;
  const limit = exceptionBeyond(walk, from, direction, exceptions);
  let at = walk.move(from, motion);
  const follow = motion === 'out' ? 'forward' : motion;
  while (at !== undefined && walk.recording.parts.stepKind.at(at.index) !== blockKind) {
    at = walk.move(at.index, follow);
  }
  if (limit !== undefined && (at === undefined || (at.index - limit.step.index) * direction >= 0)) {
    return limit;
  }
  if (at !== undefined) return { step: at, reason: 'breakpoint' };
  const end = walk.stepOf(direction > 0 ? walk.length : 1);
  return end && { step: end, reason: 'end' };
}
