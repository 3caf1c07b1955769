// Which blocks may have influenced what a failing test got: the backward dynamic slice of all that it was returned, and of
// the exception that ended it.
//
// Agrawal and Horgan, "Dynamic program slicing" (PLDI 1990): data and control dependences of what ran. Tests that went a way
// on which nothing was written belong to it, too, as in Gyimóthy, Beszédes, Forgács, "An efficient relevant slicing method
// for debugging" (ESEC/FSE 1999): a fault may be that something did not run.
import type { SourceModel } from '../syntax/model';
import { isImmutable } from '../trace/frameState';
import type { Recording } from '../trace/recording';
import type { BlockRun } from './blockRuns';
import { controlDependences } from './controlDependence';

/** Runs beyond which nothing is said. */
const mostRuns = 20_000;

/**
 * Indexes of blocks; undefined where the recording is not whole, so that nothing can be ruled out.
 * @param runs All runs of the program's blocks in the recording.
 */
export function relevantSlice(
  recording: Recording,
  runs: readonly BlockRun[],
  model: SourceModel,
): ReadonlySet<number> | undefined {
  const { uncounted, notes, outcome } = recording.parts;
  const isWhole = (uncounted?.size ?? 0) === 0 && notes.length === 0 && outcome.kind !== 'timeout';
  if (!isWhole || runs.length === 0 || runs.length > mostRuns) return undefined;
  return new Slicer(recording, runs, model).blocks();
}

class Slicer {
  private readonly byFrame = new Map<number, BlockRun[]>();
  private readonly seen = new Set<BlockRun>();
  private readonly waiting: BlockRun[] = [];
  private readonly controllers: readonly (readonly number[])[];
  /** By block: names that some block writes or may change that it decides about. */
  private readonly decided: readonly ReadonlySet<string>[];
  /** The frames that a run called, by the run. */
  private readonly called = new Map<BlockRun, number[]>();
  private readonly callers = new Map<number, BlockRun>();
  /** By block: names of which it calls a method, which may change what they hold another time. */
  private readonly methods: readonly ReadonlySet<string>[];
  /** Where a run stands among those of its frame. */
  private readonly places = new Map<BlockRun, number>();
  /** All runs that write a variable, by its name. */
  private readonly writers = new Map<string, BlockRun[]>();
  /** By frame and name: places of runs that have to do with it; and those that were looked at. */
  private readonly concerned = new Map<string, readonly number[]>();
  private readonly visited = new Set<string>();

  constructor(
    private readonly recording: Recording,
    private readonly runs: readonly BlockRun[],
    private readonly model: SourceModel,
  ) {
    this.controllers = controlDependences(model);
    this.decided = this.namesDecided();
    this.methods = model.blocks.map(({ index }) => {
      const own = model.calls.filter(({ block }) => block === index);
      return new Set(own.flatMap(({ callee }) => /^([^.[\]]+)[.[]/.exec(callee)?.[1] ?? []));
    });
    for (const run of runs) {
      const own = this.byFrame.get(run.frame) ?? [];
      this.places.set(run, own.length);
      own.push(run);
      this.byFrame.set(run.frame, own);
      for (const name of model.blocks[run.block]?.definitions ?? []) {
        const writers = this.writers.get(name) ?? [];
        writers.push(run);
        this.writers.set(name, writers);
      }
    }
    for (const frame of this.byFrame.keys()) this.linkToCaller(frame);
  }

  blocks(): ReadonlySet<number> {
    for (const frame of this.byFrame.keys()) if (!this.callers.has(frame)) this.addFrame(frame);
    for (const run of this.runs) if (run.end === 'raise' || run.end === undefined) this.add(run);
    do {
      for (let run = this.waiting.pop(); run !== undefined; run = this.waiting.pop()) this.explain(run);
      this.addJumps();
    } while (this.waiting.length > 0);
    return new Set([...this.seen].map(({ block }) => block));
  }

  /** A jump gives nothing a value: it decides, as the test before it does, what runs next. */
  private addJumps(): void {
    const inSlice = new Set([...this.seen].map(({ block }) => block));
    for (const run of this.runs) {
      const isJump = run.end === 'jump' || run.end === 'return';
      if (isJump && this.controllers[run.block]?.some((at) => inSlice.has(at)) === true) this.add(run);
    }
  }

  private linkToCaller(frame: number): void {
    const { frames } = this.recording.parts;
    const first = frames[frame]?.firstStep ?? 0;
    let at = frames[frame]?.parent ?? -1;
    while (at >= 0 && !this.byFrame.has(at)) at = frames[at]?.parent ?? -1;
    const caller = this.byFrame.get(at)?.findLast(({ from }) => from <= first);
    if (caller === undefined) return;
    this.callers.set(frame, caller);
    const called = this.called.get(caller) ?? [];
    called.push(frame);
    this.called.set(caller, called);
  }

  private add(run: BlockRun | undefined): void {
    if (run === undefined || this.seen.has(run)) return;
    this.seen.add(run);
    this.waiting.push(run);
  }

  /** What a call gave back: how it ended, and what it changed in objects that others know. */
  private addFrame(frame: number): void {
    const own = this.byFrame.get(frame) ?? [];
    this.add(own.at(-1));
    for (const run of own) if (this.mayChangeObjects(run)) this.add(run);
    const isLazy = this.ownerOf(own[0])?.isGenerator === true;
    if (isLazy) for (const run of own) this.add(run);
  }

  private explain(run: BlockRun): void {
    const own = this.byFrame.get(run.frame) ?? [];
    const at = this.places.get(run) ?? 0;
    for (const name of this.model.blocks[run.block]?.uses ?? []) this.addWriters(name, own, at);
    const deciding = this.controllers[run.block] ?? [];
    for (let before = at - 1; before >= 0; before--) {
      const earlier = own[before];
      if (earlier === undefined || !deciding.includes(earlier.block)) continue;
      this.add(earlier);
      break;
    }
    for (const frame of this.called.get(run) ?? []) this.addFrame(frame);
    this.add(this.callers.get(run.frame));
  }

  /** Runs before one that wrote a variable or changed what it holds, and tests on the way that might have had it written. */
  private addWriters(name: string, own: readonly BlockRun[], before: number): void {
    const frame = own[before]?.frame ?? -1;
    const key = `${frame} ${name}`;
    const concerned = this.concerned.get(key) ?? this.concernedWith(name, own);
    this.concerned.set(key, concerned);
    let at = concerned.findLastIndex((place) => place < before);
    for (; at >= 0; at--) {
      const run = own[concerned[at] ?? -1];
      const visit = `${key} ${at}`;
      // What lies before it was looked at then.
      if (run === undefined || this.visited.has(visit)) return;
      this.visited.add(visit);
      this.add(run);
      if (this.model.blocks[run.block]?.definitions.includes(name) === true) return;
    }
    this.addOuterWriters(name, own[before]);
  }

  /** Places of runs of a frame that write a variable, may change what it holds, or decide whether that is done. */
  private concernedWith(name: string, own: readonly BlockRun[]): number[] {
    return own.flatMap((run, place) => {
      const { definitions = [], uses = [] } = this.model.blocks[run.block] ?? {};
      const changes = mayChange(run, name) || this.methods[run.block]?.has(name) === true;
      const writes = definitions.includes(name) || (uses.includes(name) && changes);
      return writes || this.decided[run.block]?.has(name) === true ? [place] : [];
    });
  }

  /** Of functions around it, of the same name. */
  private addOuterWriters(name: string, run: BlockRun | undefined): void {
    const owner = this.ownerOf(run);
    if (run === undefined || owner === undefined || owner.parameters.includes(name)) return;
    for (const other of this.writers.get(name) ?? []) if (other.frame !== run.frame) this.add(other);
  }

  private mayChangeObjects(run: BlockRun): boolean {
    return (this.model.blocks[run.block]?.uses ?? []).some((name) => mayChange(run, name));
  }

  private ownerOf(run: BlockRun | undefined) {
    return this.model.functions[this.model.blocks[run?.block ?? -1]?.functionIndex ?? -1];
  }

  private namesDecided(): Set<string>[] {
    const names = this.model.blocks.map(() => new Set<string>());
    for (const { index, definitions, uses } of this.model.blocks) {
      const waiting = [...(this.controllers[index] ?? [])];
      const seen = new Set(waiting);
      for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
        for (const name of [...definitions, ...uses]) names[at]?.add(name);
        for (const further of this.controllers[at] ?? []) {
          if (seen.has(further)) continue;
          seen.add(further);
          waiting.push(further);
        }
      }
    }
    return names;
  }
}

/** Whether what a variable holds may be another thing after a run that did not write it. */
function mayChange({ before, after }: BlockRun, name: string): boolean {
  const [was, is] = [before.get(name), after.get(name)];
  if (was === undefined || is === undefined) return was !== undefined && !isImmutable(was.type);
  if (isImmutable(is.type)) return false;
  return was.text !== is.text || is.text.includes('…') || is.text.startsWith('<');
}
