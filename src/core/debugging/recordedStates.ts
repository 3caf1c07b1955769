// A passing recording as what the blocks of a program should do, for the runtime that puts blocks on trial.
//
// Runs are joined as those of two programs are: by the way to a frame, which is the run of the block around it and the
// how-manieth call of that run.
import type { SourceModel } from '../syntax/model';
import type { TracedValue } from '../trace/model';
import type { Recording } from '../trace/recording';
import { type BlockRun, blockRuns, isOfFunction, type RunEnd, type Values } from './blockRuns';
import { isInFunction } from './blockLines';
import type { PlacedBlock } from './recordedBlocks';

/** Texts of values by the names of variables. */
export type Texts = Readonly<Record<string, string>>;

/** Blocks are indexes into the model of the program, counts are from 1. */
export interface RecordedStates {
  /** Of an outermost frame `parent` is -1 and `call` its number; of others the run of the block that calls, and which call of that run. */
  readonly frames: readonly {
    readonly parent: number;
    readonly block: number;
    readonly count: number;
    readonly call: number;
    readonly path: string;
    /** What it was called with, and that and `<returned>` when it had returned; where all of it is known. */
    readonly called?: { readonly before: Texts; readonly after: Texts };
  }[];
  readonly runs: readonly {
    /** Index into `frames`. */
    readonly frame: number;
    readonly block: number;
    readonly count: number;
    readonly before: Texts;
    /** Variables that the block reads and of which nothing is known. */
    readonly unknown: number;
    /** How it should end; where all that it changes is known. */
    readonly outcome?: { readonly kind: RunEnd; readonly after: Texts };
  }[];
}

/** The name of what a `return`, a test or the header of a loop gives. */
export const given = '<returned>';

/** @param isComplete Whether a text is a whole literal, which can be made into the value again. */
export function recordedStates(
  recording: Recording,
  file: string,
  model: SourceModel,
  placed: ReadonlyMap<number, PlacedBlock>,
  isComplete: (text: string) => boolean,
): RecordedStates {
  return new StatesOf(recording, file, model, placed, isComplete).all();
}

class StatesOf {
  private readonly frames: RecordedStates['frames'][number][] = [];
  /** By the index of a frame in the recording. */
  private readonly placeOf = new Map<number, number>();
  private readonly byFrame = new Map<number, BlockRun[]>();
  private readonly calls = new Map<BlockRun | 'outside', number>();

  constructor(
    private readonly recording: Recording,
    private readonly file: string,
    private readonly model: SourceModel,
    placed: ReadonlyMap<number, PlacedBlock>,
    private readonly isComplete: (text: string) => boolean,
  ) {
    for (const run of blockRuns(recording, placed, model)) {
      // Where something only guards what follows, no block is watched.
      const block = model.blocks[run.block];
      if (block === undefined || block.statements.length === 0 || !isInFunction(block, model)) continue;
      this.byFrame.set(run.frame, [...(this.byFrame.get(run.frame) ?? []), run]);
    }
  }

  all(): RecordedStates {
    for (const { index } of this.recording.parts.frames) this.addFrame(index);
    const runs = [...this.byFrame].flatMap(([frame, own]) => {
      const at = this.placeOf.get(frame);
      return at === undefined ? [] : own.map((run) => this.runOf(run, at));
    });
    return { frames: this.frames, runs };
  }

  private addFrame(index: number): void {
    const frame = this.recording.parts.frames[index];
    if (frame === undefined || !this.isWatched(index)) return;
    const path = this.recording.functionOf(frame)?.path ?? '';
    const called = this.calledOf(index);
    const known = { path, ...(called !== undefined && { called }) };
    const caller = this.callerOf(index);
    if (caller === undefined) {
      this.placeOf.set(index, this.frames.length);
      this.frames.push({ parent: -1, block: -1, count: 0, call: this.nextCall('outside'), ...known });
      return;
    }
    const parent = this.placeOf.get(caller);
    const run = (this.byFrame.get(caller) ?? []).findLast(({ from }) => from <= frame.firstStep);
    if (parent === undefined || run === undefined) return;
    this.placeOf.set(index, this.frames.length);
    const { block, count } = run;
    this.frames.push({ parent, block, count, call: this.nextCall(run), ...known });
  }

  private nextCall(run: BlockRun | 'outside'): number {
    const number = this.calls.get(run) ?? 0;
    this.calls.set(run, number + 1);
    return number;
  }

  /** The nearest frame around it that is watched. */
  private callerOf(index: number): number | undefined {
    const { frames } = this.recording.parts;
    for (let at = frames[index]?.parent ?? -1; at >= 0; at = frames[at]?.parent ?? -1) {
      if (this.isWatched(at)) return at;
    }
    return undefined;
  }

  private isWatched(index: number): boolean {
    const frame = this.recording.parts.frames[index];
    if (frame === undefined || !isOfFunction(this.recording, frame)) return false;
    return this.recording.functionOf(frame)?.module.file === this.file;
  }

  private calledOf(index: number): RecordedStates['frames'][number]['called'] {
    const { frames, stepValues } = this.recording.parts;
    const entry = stepValues.get(frames[index]?.firstStep ?? -1);
    const last = (this.byFrame.get(index) ?? []).at(-1);
    if (entry === undefined || last?.end !== 'return' || last.returned === undefined) return undefined;
    const parameters = entry.values.map(({ name }) => name);
    const before = this.textsOf(new Map(entry.values.map((value) => [value.name, value])), parameters);
    const after = this.textsOf(withGiven(last.after, last.returned), [...parameters, given]);
    const isKnown = (texts: Texts, names: readonly string[]): boolean => names.every((name) => name in texts);
    if (!isKnown(before, parameters) || !isKnown(after, [...parameters, given])) return undefined;
    return { before, after };
  }

  private runOf(run: BlockRun, frame: number): RecordedStates['runs'][number] {
    const { block, count, before, lost } = run;
    const { uses = [] } = this.model.blocks[block] ?? {};
    const known = this.textsOf(before, [...before.keys()]);
    const isThere = (name: string): boolean => before.has(name) || lost.has(name);
    const unknown = uses.filter((name) => isThere(name) && !(name in known)).length;
    const outcome = this.outcomeOf(run);
    return { frame, block, count, before: known, unknown, ...(outcome !== undefined && { outcome }) };
  }

  /** Undefined where it cannot be said in full: what the block changes is not a literal, or an exception left it. */
  private outcomeOf(run: BlockRun): RecordedStates['runs'][number]['outcome'] {
    const { end, before, after, block } = run;
    const value = this.givenBy(run);
    const isForgotten = [...before.keys()].some((name) => !after.has(name));
    if (end === undefined || value === undefined || isForgotten || !this.isPlain(block)) return undefined;
    const { definitions = [] } = this.model.blocks[block] ?? {};
    const texts = this.textsOf(withGiven(after, value), [...after.keys(), given]);
    // The item is put into its variable by the loop itself.
    if (end === 'item') return given in texts ? { kind: end, after: without(texts, definitions) } : undefined;
    const changed = [...after.keys()].filter((name) => before.get(name)?.text !== after.get(name)?.text);
    const written = end === 'end' ? [] : definitions;
    const isKnown = [...changed, ...written, given].every((name) => name in texts);
    return isKnown ? { kind: end, after: texts } : undefined;
  }

  /** What a generator yields on the way was not kept. */
  private isPlain(block: number): boolean {
    const owner = this.model.functions[this.model.blocks[block]?.functionIndex ?? -1];
    return owner !== undefined && !owner.isGenerator && !owner.isAsync;
  }

  private givenBy({ end, returned, isTrue, after, block }: BlockRun): TracedValue | undefined {
    switch (end) {
      case 'return':
        return returned;
      case 'raise':
        return undefined;
      case 'branch':
        return { type: 'bool', text: isTrue === true ? 'True' : 'False' };
      case 'item': {
        const [name, ...more] = this.model.blocks[block]?.definitions ?? [];
        return name === undefined || more.length > 0 ? undefined : after.get(name);
      }
      default:
        return { type: 'NoneType', text: 'None' };
    }
  }

  private textsOf(values: Values, names: readonly string[]): Texts {
    return Object.fromEntries(
      names.flatMap((name) => {
        const text = values.get(name)?.text;
        return text !== undefined && this.isComplete(text) ? [[name, text] as const] : [];
      }),
    );
  }
}

function without(texts: Texts, names: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !names.includes(name)));
}

function withGiven(values: Values, value: TracedValue): Values {
  return new Map([...values, [given, value]]);
}
