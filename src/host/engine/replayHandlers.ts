// Requests of a debugger that replays a recording.
import { frameState, type VariableState } from '../../core/trace/frameState';
import type { Frame } from '../../core/trace/recording';
import { lastUpTo } from '../../core/trace/stepIndex';
import { debuggerMove, lineWithCode, nextStop, type Stop } from '../../core/trace/stopping';
import type { StopResult } from '../../protocol/recordings';
import type { OpenRecording } from '../recordings/openRecording';
import type { Recordings } from '../recordings/recordings';
import type { RequestHandlers } from './engineServer';

export type ReplayHandlers = Pick<
  RequestHandlers,
  'variables' | 'nextStop' | 'debuggerMove' | 'linesWithCode'
>;

export function replayHandlers(recordings: Recordings): ReplayHandlers {
  return {
    variables: async ({ recording, frame, step, upTo }) => {
      const open = await recordings.of(recording);
      const at = open.walk.recording.step(step);
      const returned = at?.kind === 'exit' && at.frame.index === frame ? at.kept?.returned : undefined;
      const module = moduleFrame(open, frame);
      return {
        locals: stateOf(open, frame, step, upTo),
        globals:
          module === undefined || module.index === frame ? [] : stateOf(open, module.index, step, upTo),
        ...(returned !== undefined && { returned }),
      };
    },
    nextStop: async ({ recording, from, direction, rules }) => {
      const open = await recordings.of(recording);
      return stopResult(open, nextStop(open.walk, from, direction, rules));
    },
    debuggerMove: async ({ recording, from, motion, exceptions }) => {
      const open = await recordings.of(recording);
      return stopResult(open, debuggerMove(open.walk, from, motion, exceptions));
    },
    linesWithCode: async ({ recording, file, lines }) => {
      const open = await recordings.of(recording);
      return { lines: lines.map((line) => lineWithCode(open.recording, file, line) ?? null) };
    },
  };
}

function stopResult({ views }: OpenRecording, stop: Stop | undefined): StopResult {
  if (stop === undefined) return {};
  const { step, reason, point } = stop;
  return { view: views.of(step, 'before'), reason, ...(point !== undefined && { point }) };
}

/** A frame that waits for what it called has not done the step that it is at. */
function stateOf(open: OpenRecording, frame: number, step: number, upTo: 'with' | 'before'): VariableState[] {
  const { recording, walk } = open;
  const { frames, stepFrame } = recording.parts;
  if (stepFrame.at(step) === frame) return frameState(recording, walk.index, frame, step, upTo);
  const last = frames[frame]?.lastStep ?? -1;
  const isOver = last >= 0 && last <= step;
  const at = lastUpTo(walk.index.ofFrame(frame), step);
  return frameState(recording, walk.index, frame, at, isOver ? 'with' : 'before');
}

/** The frame that ran the module of a frame's function. */
function moduleFrame({ recording }: OpenRecording, frame: number): Frame | undefined {
  const { frames } = recording.parts;
  const inner = frames[frame];
  const module = inner && recording.functionOf(inner)?.module;
  // Modules are run first, by the outermost frames.
  return frames.find((candidate) => {
    const called = recording.functionOf(candidate);
    return called?.kind === 'module' && called.module === module;
  });
}
