// What an editor writes at the ends of lines while it stands at a step: of each frame that is under way, what its lines
// did last, up to there.
import { headLine, loopBodies } from './codeStructure';
import { definitionsFirst } from './inlineSites';
import type { InlineLine } from './inlineValues';
import type { NamedValue, TracedValue } from './model';
import type { BlockInRecording, Frame } from './recording';
import type { RecordingWalk } from './recordingWalk';
import { lastUpTo } from './stepIndex';

/** The lines of one file; those of an inner frame win over those of an outer one of the same function. */
export interface StepLines {
  readonly file: string;
  readonly lines: readonly InlineLine[];
}

/** A run of a block: the nth of so many in its frame. */
interface Run {
  readonly block: BlockInRecording;
  readonly nth: number;
  readonly count: number;
  readonly values: readonly NamedValue[];
  readonly returned?: TracedValue;
}

export class StepLineCollector {
  private readonly bodies: ReadonlyMap<number, number>;
  private readonly blocksByFunction = new Map<number, BlockInRecording[]>();

  constructor(private readonly walk: RecordingWalk) {
    const { blocks } = walk.recording.parts;
    this.bodies = loopBodies(blocks);
    for (const block of blocks) {
      const known = this.blocksByFunction.get(block.functionIndex);
      if (known === undefined) this.blocksByFunction.set(block.functionIndex, [block]);
      else known.push(block);
    }
  }

  /** @param step Its index. @param stack The frames under way at the step, innermost first. */
  linesAt(step: number, stack: readonly Frame[]): StepLines[] {
    const files = new Map<string, Map<number, InlineLine>>();
    const shown = new Set<number>();
    for (const [depth, frame] of stack.entries()) {
      if (shown.has(frame.functionIndex)) continue;
      shown.add(frame.functionIndex);
      const file = this.walk.recording.functionOf(frame)?.module.file;
      if (file === undefined) continue;
      const lines = files.get(file) ?? new Map<number, InlineLine>();
      files.set(file, lines);
      // What calls another frame has not done its work yet.
      this.addFrame(frame, step, depth === 0, lines);
    }
    return [...files].map(([file, lines]) => ({ file, lines: [...lines.values()].sort(byLine) }));
  }

  private addFrame(frame: Frame, step: number, isInnermost: boolean, lines: Map<number, InlineLine>): void {
    const { stepValues, blocks } = this.walk.recording.parts;
    const called = this.walk.recording.functionOf(frame);
    if (called !== undefined && called.kind !== 'module' && called.kind !== 'class') {
      const head = headLine(called, blocks);
      const values = (stepValues.get(frame.firstStep)?.values ?? []).filter(({ name }) => !isReceiver(name));
      lines.set(head, { line: head, endLine: head, count: 1, nth: 1, values, kept: 0, occurrences: [] });
    }
    const own = this.walk.index.ofFrame(frame.index);
    const current = isInnermost ? -1 : lastUpTo(own, step);
    for (const run of this.runsOf(frame, step, current)) addRun(lines, run);
  }

  private runsOf(frame: Frame, step: number, current: number): Run[] {
    const { stepOccurrence, stepValues } = this.walk.recording.parts;
    const runs: Run[] = [];
    const left = frame.lastStep <= step ? this.walk.recording.step(frame.lastStep) : undefined;
    for (const block of this.blocksByFunction.get(frame.functionIndex) ?? []) {
      const at = this.walk.index.lastRun(block.index, frame.index, step);
      if (at < 0) continue;
      const all = this.walk.index.lastRun(block.index, frame.index, Number.MAX_SAFE_INTEGER);
      const kept = at === current ? [] : (stepValues.get(at)?.values ?? []);
      const returned = left?.block === block ? left.kept?.returned : undefined;
      const count = this.iterations(block.index, frame.index) ?? stepOccurrence.at(all);
      runs.push({
        block,
        nth: Math.min(stepOccurrence.at(at), count),
        count,
        values: definitionsFirst(kept, block.definitions),
        ...(returned !== undefined && { returned }),
      });
    }
    return runs;
  }

  /** Of a loop's head: how often its body began in the frame. */
  private iterations(block: number, frame: number): number | undefined {
    const body = this.bodies.get(block);
    if (body === undefined) return undefined;
    const last = this.walk.index.lastRun(body, frame, Number.MAX_SAFE_INTEGER);
    return last < 0 ? 0 : this.walk.recording.parts.stepOccurrence.at(last);
  }
}

/** Statements that share a line are told together. */
function addRun(lines: Map<number, InlineLine>, { block, nth, count, values, returned }: Run): void {
  const line = block.lines[0] ?? block.startLine;
  const known = lines.get(line);
  const result = returned ?? known?.returned;
  lines.set(line, {
    line,
    endLine: Math.max(block.endLine, known?.endLine ?? 0),
    count: Math.max(count, known?.count ?? 0),
    nth: Math.max(nth, known?.nth ?? 0),
    values: [...(known?.values ?? []), ...values],
    ...(result !== undefined && { returned: result }),
    kept: 0,
    occurrences: [],
  });
}

function isReceiver(name: string): boolean {
  return name === 'self' || name === 'cls' || name === 'this';
}

function byLine(a: InlineLine, b: InlineLine): number {
  return a.line - b.line;
}
