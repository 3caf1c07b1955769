// Turns the stream of events that a runtime sends into frames and steps.
//
// The stream says only what is cheap to say: which code ran. Calls are nested by replaying a stack per thread; where an
// event shows that frames have ended without saying so, they are taken off (a frame that died of a lack of stack).
import { CallStacks, type LiveFrame } from './callStacks';
import { EventStream, type EventTaker } from './eventStream';
import { GrowingInts } from './growingArray';
import { meaningIn, type Meaning } from './meaning';
import type { ModuleInRun, NamedValue, ValueRecord } from './model';
import type { BlockInRecording, Frame, FunctionInRecording, StepValues } from './recording';
import { stepKinds } from './recording';

/** Indexes into `stepKinds`. */
const kind = {
  entry: stepKinds.indexOf('entry'),
  block: stepKinds.indexOf('block'),
  raised: stepKinds.indexOf('raised'),
  exit: stepKinds.indexOf('exit'),
} as const;

/** Rounds of a repetition that are steps, at its beginning and as many at its end. */
const shownRounds = 5_000;

/** The frame that ran a block last, and its count there: a loop that counts up need not look into a map. */
interface LatestRun {
  frame: LiveFrame | undefined;
  count: number;
  step: number;
}

/** Types whose values cannot change after they were assigned. */
const immutableTypes = new Set(
  'int float complex bool str bytes NoneType number string boolean bigint undefined null symbol'.split(' '),
);

/** Feed it modules, records and events in the order in which they came; then take the result's fields. */
export class Replay {
  readonly functions: FunctionInRecording[] = [];
  readonly blocks: BlockInRecording[] = [];
  readonly stepBlock = new GrowingInts();
  readonly stepFrame = new GrowingInts();
  readonly stepKind = new GrowingInts();
  readonly stepOccurrence = new GrowingInts();
  readonly stepValues = new Map<number, StepValues>();

  /** Runs of blocks that are no steps, by block. */
  readonly uncounted = new Map<number, number>();

  private readonly latest: LatestRun[] = [];
  private readonly meanings: (Meaning | undefined)[] = [];
  private readonly calls = new CallStacks();
  /** The next frame is entered by code of which the text of the running one shows nothing. */
  private isUnseen = false;
  private readonly stream = new EventStream(this.taker());

  constructor(private readonly record: (n: number) => ValueRecord | undefined) {}

  private taker(): EventTaker {
    const { calls } = this;
    return {
      code: (word) => {
        this.code(word);
      },
      repeat: (code, times) => {
        this.repeat(code, times);
      },
      told: (code, rounds) => {
        this.tell(code, rounds);
      },
      leave: () => {
        this.leave();
      },
      exceptionLeaves: () => {
        if (calls.top !== undefined) calls.top.raising = true;
      },
      calledUnseen: () => {
        this.isUnseen = true;
      },
      values: (n) => {
        this.values(n);
      },
      raised: (n) => {
        this.raise(n);
      },
      calls,
    };
  }

  get frames(): readonly Frame[] {
    return this.calls.frames;
  }

  addModule({ module, firstCode: first, codes }: ModuleInRun): void {
    const functionBase = this.functions.length;
    const blockBase = this.blocks.length;
    for (const item of module.functions) {
      this.functions.push({ ...item, module, index: this.functions.length });
    }
    for (const block of module.blocks) {
      const functionIndex = functionBase + block.functionIndex;
      this.blocks.push({ ...block, module, index: this.blocks.length, functionIndex });
      this.latest.push({ frame: undefined, count: 0, step: -1 });
    }
    codes.forEach((code, i) => {
      this.meanings[first + i] = meaningIn(this.blocks, code, functionBase, blockBase);
    });
  }

  /** Events may be cut anywhere, also between an event and its operand. The last of them is followed by `finish`. */
  addEvents(events: Uint32Array): void {
    this.stream.add(events);
  }

  /** No event follows. */
  finish(): void {
    this.stream.finish();
  }

  /** What the running frame has not logged yet: perhaps rounds of a loop, of the next code, and blocks. */
  private tell(code: number, rounds: number): void {
    const meaning = this.meanings[code];
    if (meaning === undefined) return;
    if (meaning.enter >= 0 && !this.isAgain(meaning)) this.enter(meaning.enter);
    const frame = this.calls.top;
    if (frame === undefined || frame.functionIndex !== meaning.functionIndex) return;
    const before = frame.told;
    frame.isTold = true;
    if (rounds > 0) this.runRounds(frame, this.meanings[code + 1], rounds);
    this.runBlocks(frame, meaning);
    const length = this.meanings[code + 1]?.blocks.length ?? 0;
    frame.told = Math.max(before, rounds * length + meaning.blocks.length);
  }

  /** Whether a code says of the running frame that it was entered, which has been told before. */
  private isAgain(meaning: Meaning): boolean {
    const { top } = this.calls;
    return !this.isUnseen && top?.isTold === true && top.functionIndex === meaning.enter;
  }

  private repeat(code: number, times: number): void {
    const frame = this.calls.top;
    if (frame !== undefined) this.runRounds(frame, this.meanings[code], times);
  }

  /** Of a long repetition the first and the last rounds are steps; those between are counted. */
  private runRounds(frame: LiveFrame, meaning: Meaning | undefined, times: number): void {
    if (meaning === undefined) return;
    const length = meaning.blocks.length;
    const told = length === 0 ? 0 : Math.min(times, Math.floor(frame.told / length));
    frame.told -= told * length;
    const left = times - told;
    const shown = Math.min(left, 2 * shownRounds);
    for (let n = 0; n < shown; n++) {
      if (n === shownRounds) this.countRounds(frame, meaning, left - shown);
      this.runBlocks(frame, meaning);
    }
  }

  private countRounds(frame: LiveFrame, { blocks }: Meaning, times: number): void {
    for (const block of blocks) {
      this.countUp(frame, block, times);
      this.uncounted.set(block, (this.uncounted.get(block) ?? 0) + times);
    }
  }

  private code(word: number): void {
    const meaning = this.meanings[word];
    if (meaning === undefined) return;
    if (meaning.enter >= 0) {
      if (!this.isAgain(meaning)) this.enter(meaning.enter);
    } else if (meaning.functionIndex >= 0) this.returnTo(meaning.functionIndex);
    const frame = this.calls.top;
    if (frame === undefined) return;
    this.runBlocks(frame, meaning);
    if (frame.told === 0) frame.isTold = false;
    if (meaning.leave) this.leave();
  }

  /** Runs the blocks that have not been told before. */
  private runBlocks(frame: LiveFrame, { blocks, opens }: Meaning): void {
    for (let i = 0; i < blocks.length; i++) {
      const block = blocks[i];
      if (frame.told > 0) frame.told--;
      else if (block !== undefined) this.runBlock(frame, block, opens && i === blocks.length - 1);
    }
  }

  private enter(functionIndex: number): void {
    this.isUnseen = false;
    const { frame } = this.calls.enter(functionIndex, this.stepBlock.length);
    this.addStep(kind.entry, -1, frame, 1);
  }

  /** The function that logs must be the running one: frames above it ended unseen. */
  private returnTo(functionIndex: number): void {
    if (this.calls.top?.functionIndex === functionIndex) return;
    const found = this.calls.unwindTo((frame) => frame.functionIndex === functionIndex);
    if (!found) this.enter(functionIndex);
  }

  private runBlock(frame: LiveFrame, block: number, opens: boolean): void {
    frame.delegating = false;
    if (frame.opened === block && !opens) {
      frame.opened = -1;
      return;
    }
    frame.opened = opens ? block : -1;
    const occurrence = this.countUp(frame, block);
    frame.lastBlock = block;
    frame.lastBlockStep = this.addStep(kind.block, block, frame.frame, occurrence);
    const latest = this.latest[block];
    if (latest !== undefined) latest.step = frame.lastBlockStep;
  }

  private countUp(frame: LiveFrame, block: number, times = 1): number {
    const latest = this.latest[block];
    if (latest === undefined) return 1;
    if (latest.frame !== frame) {
      const before = latest.frame;
      if (before?.ended === false) (before.occurrences ??= new Map()).set(block, latest.count);
      latest.frame = frame;
      latest.count = frame.occurrences?.get(block) ?? 0;
    }
    latest.count += times;
    return latest.count;
  }

  private occurrencesOf(frame: LiveFrame, block: number): number {
    const latest = this.latest[block];
    return latest?.frame === frame ? latest.count : (frame.occurrences?.get(block) ?? 1);
  }

  private addStep(stepKind: number, block: number, frame: Frame, occurrence: number): number {
    const index = this.stepBlock.length;
    this.stepBlock.push(block);
    this.stepFrame.push(frame.index);
    this.stepKind.push(stepKind);
    this.stepOccurrence.push(occurrence);
    return index;
  }

  private leave(): void {
    const live = this.calls.leave();
    if (live === undefined) return;
    live.frame.lastStep = this.stepBlock.length - 1;
    if (live.raising) return;
    const step = this.addStep(kind.exit, live.lastBlock, live.frame, 1);
    live.frame.lastStep = step;
    const returned = live.returning?.returned;
    if (returned !== undefined) this.stepValues.set(step, { values: [], returned });
  }

  private values(n: number): void {
    const frame = this.calls.top;
    const record = this.record(n);
    if (frame === undefined || record === undefined) return;
    if (record.kind === 'return') frame.returning = record;
    if (record.kind === 'entry') {
      for (const value of record.values ?? []) known(frame).set(value.name, value.text);
      this.stepValues.set(frame.frame.firstStep, { values: record.values ?? [] });
      return;
    }
    for (const value of this.changed(frame, record.values ?? [])) {
      const step = record.kind === 'loop-exit' ? this.assigningStep(frame, value) : frame.lastBlockStep;
      this.keep(step, value);
    }
    if (!this.stepValues.has(frame.lastBlockStep)) this.stepValues.set(frame.lastBlockStep, { values: [] });
  }

  private keep(step: number, value: NamedValue): void {
    const earlier = this.stepValues.get(step)?.values ?? [];
    const others = earlier.filter((known) => known.name !== value.name);
    this.stepValues.set(step, { values: [...others, value] });
  }

  /** The step to which a value belongs that was read when its loop had ended: where it was assigned last, unless it
   * may have been changed in place since. */
  private assigningStep(frame: LiveFrame, value: NamedValue): number {
    if (!immutableTypes.has(value.type)) return frame.lastBlockStep;
    let step = -1;
    for (const block of this.blocks) {
      const latest = this.latest[block.index];
      if (latest?.frame === frame && latest.step > step && block.definitions.includes(value.name)) {
        step = latest.step;
      }
    }
    return step < 0 ? frame.lastBlockStep : step;
  }

  /** The values that differ from what was last known in the frame, and those that the block assigns. */
  private changed(frame: LiveFrame, values: readonly NamedValue[]): NamedValue[] {
    const assigned = this.blocks[frame.lastBlock]?.definitions ?? [];
    const changed = values.filter(
      (value) => known(frame).get(value.name) !== value.text || assigned.includes(value.name),
    );
    for (const value of values) known(frame).set(value.name, value.text);
    return changed;
  }

  private raise(n: number): void {
    const record = this.record(n);
    if (record?.raised === undefined) return;
    const line = record.raised.line - 1;
    this.dropFramesNotAt(line);
    const frame = this.calls.top;
    if (frame === undefined) return;
    const block = this.blockAt(frame, line);
    // A loop whose next item cannot be had has run its header once more without reaching its body.
    if (block !== frame.lastBlock && this.blocks[block]?.isLoopHeader === true) {
      this.runBlock(frame, block, false);
    }
    const step = this.addStep(kind.raised, block, frame.frame, this.occurrencesOf(frame, block));
    const values = record.values ?? [];
    for (const value of values) known(frame).set(value.name, value.text);
    this.stepValues.set(step, { values, raised: record.raised });
  }

  private dropFramesNotAt(line: number): void {
    this.calls.unwindTo(({ functionIndex }) => {
      const running = this.functions[functionIndex];
      return running !== undefined && running.startLine <= line && line <= running.endLine;
    });
  }

  /** The block of the frame's function that holds a 0-based line: the last run one if it does, else the smallest. */
  private blockAt(frame: LiveFrame, line: number): number {
    const holds = (block: BlockInRecording | undefined): block is BlockInRecording =>
      block !== undefined && block.startLine <= line && line <= block.endLine;
    if (holds(this.blocks[frame.lastBlock])) return frame.lastBlock;
    let best: BlockInRecording | undefined;
    for (const block of this.blocks) {
      if (block.functionIndex !== frame.functionIndex || !holds(block)) continue;
      if (best === undefined || block.endLine - block.startLine < best.endLine - best.startLine) best = block;
    }
    return best?.index ?? frame.lastBlock;
  }
}

function known(frame: LiveFrame): Map<string, string> {
  frame.known ??= new Map();
  return frame.known;
}
