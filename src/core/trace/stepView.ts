// A step as a reader sees it who stands there: its place, its frames, and what lines did up to there.
import { headLine } from './codeStructure';
import type { Frame, Recording, Step, StepKind } from './recording';
import type { RecordingWalk } from './recordingWalk';
import { lastUpTo } from './stepIndex';
import { type StepLines, StepLineCollector } from './stepLines';

/** Lines are 0-based. */
export interface StepPlace {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}

export interface StackEntry extends StepPlace {
  readonly frame: number;
  /** Dotted path of the function. */
  readonly function: string;
  /** E.g. `fib(3)`. */
  readonly call: string;
}

export interface StepView {
  /** 0-based index over the whole recording; what requests take. */
  readonly step: number;
  /** From 1, of `total`: over the steps of interest. */
  readonly number: number;
  readonly total: number;
  readonly kind: StepKind;
  readonly place: StepPlace;
  readonly function: string;
  /** The how-manieth call of its function the frame is. */
  readonly callNumber: number;
  /** The nth run of the block in its frame, of so many. */
  readonly occurrence: number;
  readonly occurrences: number;
  /** Innermost frame first; where callers stand is where they call. */
  readonly stack: readonly StackEntry[];
  readonly files: readonly StepLines[];
  readonly raised?: { readonly type: string; readonly message: string };
}

/** Frames of a stack that are told; a runaway recursion has more. */
const deepestStack = 200;

export class StepViews {
  private readonly lines: StepLineCollector;

  constructor(private readonly walk: RecordingWalk) {
    this.lines = new StepLineCollector(walk);
  }

  /** @param upTo `before`: lines as they were before the step, as debuggers show them. */
  of(step: Step, upTo: 'with' | 'before' = 'with'): StepView {
    const { walk } = this;
    const frames = this.stackAt(step);
    const raised = step.kind === 'raised' ? step.kept?.raised : undefined;
    const block = step.block?.index ?? -1;
    const last = walk.index.lastRun(block, step.frame.index, Number.MAX_SAFE_INTEGER);
    return {
      step: step.index,
      number: walk.numberOf(step.index),
      total: walk.length,
      kind: step.kind,
      place: placeOf(walk.recording, step),
      function: walk.recording.functionOf(step.frame)?.path ?? '?',
      callNumber: walk.index.callNumber(step.frame.index),
      occurrence: step.occurrence,
      occurrences: Math.max(step.occurrence, last < 0 ? 1 : walk.recording.parts.stepOccurrence.at(last)),
      stack: frames.map((frame) => this.stackEntry(frame, step)),
      files: this.lines.linesAt(upTo === 'with' ? step.index : step.index - 1, frames),
      ...(raised && { raised: { type: raised.type, message: raised.message } }),
    };
  }

  /** The frames under way at a step, innermost first. */
  stackAt(step: Step): Frame[] {
    const stack: Frame[] = [];
    let frame: Frame | undefined = step.frame;
    while (frame !== undefined && stack.length < deepestStack) {
      stack.push(frame);
      frame = this.walk.recording.parts.frames[frame.parent];
    }
    return stack;
  }

  private stackEntry(frame: Frame, step: Step): StackEntry {
    const { recording, index } = this.walk;
    const at = frame === step.frame ? step : recording.step(lastUpTo(index.ofFrame(frame.index), step.index));
    return {
      frame: frame.index,
      function: recording.functionOf(frame)?.path ?? '?',
      call: recording.callText(frame),
      ...placeOf(recording, at ?? step),
    };
  }
}

/** The lines of the block that runs, of a raise the line that raised, of an entry the head of the function. */
export function placeOf(recording: Recording, { kind, block, frame, kept }: Step): StepPlace {
  const called = recording.functionOf(frame);
  const file = called?.module.file ?? '';
  if (kind === 'raised' && kept?.raised !== undefined) {
    const line = kept.raised.line - 1;
    return { file, line, endLine: line };
  }
  if (block === undefined || kind === 'entry') {
    const isCode = called?.kind === 'module' || called === undefined;
    const line = isCode ? 0 : headLine(called, recording.parts.blocks);
    return { file, line, endLine: line };
  }
  return { file, line: block.lines[0] ?? block.startLine, endLine: block.endLine };
}
