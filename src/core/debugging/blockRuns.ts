// What the variables of a frame held before and after each run of a block, as far as a recording kept it.
import type { Block, SourceModel } from '../syntax/model';
import { isImmutable } from '../trace/frameState';
import type { TracedValue } from '../trace/model';
import type { BlockInRecording, Frame, Recording, Step } from '../trace/recording';
import { StepIndex } from '../trace/stepIndex';
import type { PlacedBlock } from './recordedBlocks';

export type Values = ReadonlyMap<string, TracedValue>;

/** How a run of a block ended, in the words of the runtime that puts blocks on trial. */
export type RunEnd = 'next' | 'jump' | 'branch' | 'return' | 'item' | 'end' | 'raise';

export interface BlockRun {
  /** Index of the frame in the recording. */
  readonly frame: number;
  /** Index into the model of the program. */
  readonly block: number;
  /** The how-manieth run of the block in its frame, from 1. */
  readonly count: number;
  /** First and last step. */
  readonly from: number;
  readonly to: number;
  readonly before: Values;
  readonly after: Values;
  /** Variables that had a value before it which is not known. */
  readonly lost: ReadonlySet<string>;
  /** Undefined where the recording does not say. */
  readonly end: RunEnd | undefined;
  /** What is returned. */
  readonly returned?: TracedValue;
  /** Whether the test of a branch or loop held. */
  readonly isTrue?: boolean;
}

/** All runs of the blocks in functions of the program, frame by frame. @param mostSteps Frames beyond these are left out. */
export function blockRuns(
  recording: Recording,
  placed: ReadonlyMap<number, PlacedBlock>,
  model: SourceModel,
  mostSteps = 200_000,
): BlockRun[] {
  const index = new StepIndex(recording);
  const runs: BlockRun[] = [];
  let seen = 0;
  for (const frame of recording.parts.frames) {
    if (!isOfFunction(recording, frame) || frame.thread !== 0) continue;
    const steps = index.ofFrame(frame.index);
    seen += steps.length;
    if (seen > mostSteps) break;
    runs.push(...new FrameRuns(recording, placed, model).of(frame, steps));
  }
  return runs;
}

/** Whether a frame is that of a function or method: these are what the runtime watches. */
export function isOfFunction(recording: Recording, frame: Frame): boolean {
  const kind = recording.functionOf(frame)?.kind;
  return kind === 'function' || kind === 'method';
}

interface OpenRun extends Pick<BlockRun, 'block' | 'count' | 'from' | 'before' | 'lost'> {
  to: number;
}

class FrameRuns {
  private readonly values = new Map<string, TracedValue>();
  private readonly lost = new Set<string>();
  private readonly runs: BlockRun[] = [];
  private open: OpenRun | undefined;

  constructor(
    private readonly recording: Recording,
    private readonly placed: ReadonlyMap<number, PlacedBlock>,
    private readonly model: SourceModel,
  ) {}

  of(frame: Frame, steps: Int32Array): BlockRun[] {
    const path = this.recording.functionOf(frame)?.path;
    const parameters = this.model.functions.find((item) => item.path === path)?.parameters ?? [];
    for (const name of parameters) this.lost.add(name);
    for (const at of steps) {
      const step = this.recording.step(at);
      if (step !== undefined) this.take(step);
    }
    this.close(frame, undefined);
    return this.runs;
  }

  private take(step: Step): void {
    const { kind, frame, block } = step;
    const place = block === undefined ? undefined : this.placed.get(block.index);
    if (kind === 'exit' || kind === 'raised') {
      this.learn(step);
      this.close(frame, step);
      return;
    }
    if (kind === 'block') {
      const goesOn = place !== undefined && !place.isFirst && place.block === this.open?.block;
      if (!goesOn) {
        this.close(frame, step);
        if (place?.isFirst === true) {
          const { index: from, occurrence: count } = step;
          const [before, lost] = [new Map(this.values), new Set(this.lost)];
          this.open = { block: place.block, count, from, to: from, before, lost };
        }
      }
      if (this.open !== undefined) this.open.to = step.index;
    }
    this.learn(step);
  }

  /** Never an older value: where a variable may have been changed since and nothing was kept, its value is not known. */
  private learn({ kind, kept, block }: Step): void {
    for (const { name, type, text } of kept?.values ?? []) {
      this.values.set(name, { type, text });
      this.lost.delete(name);
    }
    if (kept === undefined && kind === 'block' && block !== undefined) this.forget(block);
  }

  /** A block ran of which nothing was kept. */
  private forget(block: BlockInRecording): void {
    for (const name of block.definitions) this.lose(name);
    const place = this.placed.get(block.index);
    const touched = this.model.blocks[place?.block ?? -1]?.uses ?? [...this.values.keys()];
    for (const name of touched) {
      const known = this.values.get(name);
      if (known !== undefined && !isImmutable(known.type)) this.lose(name);
    }
  }

  private lose(name: string): void {
    this.values.delete(name);
    this.lost.add(name);
  }

  /** @param next The step of the frame that follows. */
  private close(frame: Frame, next: Step | undefined): void {
    const { open } = this;
    if (open === undefined) return;
    this.open = undefined;
    const after = new Map(this.values);
    this.runs.push({ ...open, frame: frame.index, after, ...this.endOf(open.block, next) });
  }

  private endOf(at: number, next: Step | undefined): Pick<BlockRun, 'end' | 'returned' | 'isTrue'> {
    const block = this.model.blocks[at];
    if (next === undefined || block === undefined) return { end: undefined };
    if (next.kind === 'raised') return { end: 'raise' };
    const kinds = new Set(block.successors.map(({ kind }) => kind));
    if (next.kind === 'exit' && kinds.has('return')) {
      const { returned } = next.kept ?? {};
      return returned === undefined ? { end: undefined } : { end: 'return', returned };
    }
    if (kinds.has('true')) return this.decided(block, next);
    return { end: kinds.has('break') || kinds.has('continue') ? 'jump' : 'next' };
  }

  /** Which way a test or the header of a loop went, by the block that ran next. */
  private decided({ successors, kind, definitions }: Block, next: Step): Pick<BlockRun, 'end' | 'isTrue'> {
    const to = next.block === undefined ? undefined : this.placed.get(next.block.index)?.block;
    const isTrue = successors.some((edge) => edge.kind === 'true' && edge.to === to);
    const isFalse = successors.some((edge) => edge.kind === 'false' && (edge.to === to || edge.to < 0));
    if (!isTrue && !isFalse) return { end: undefined };
    const goesThrough = kind === 'loop-header' && definitions.length > 0;
    if (!goesThrough) return { end: 'branch', isTrue };
    return { end: isTrue ? 'item' : 'end', isTrue };
  }
}
