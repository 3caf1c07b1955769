// What the runs of blocks in a recording have to do with each other: who called whom, who wrote what, what decides what.
import type { SourceFunction, SourceModel } from '../syntax/model';
import { isImmutable } from '../trace/frameState';
import type { Recording } from '../trace/recording';
import type { BlockRun } from './blockRuns';
import { controlDependences } from './controlDependence';

export class RunGraph {
  /** In the order in which they ran. */
  readonly byFrame = new Map<number, BlockRun[]>();
  /** By block: blocks whose outcome decides whether it runs. */
  readonly controllers: readonly (readonly number[])[];
  /** The frames that a run called, by the run. */
  readonly called = new Map<BlockRun, number[]>();
  readonly callers = new Map<number, BlockRun>();
  /** Where a run stands among those of its frame. */
  readonly places = new Map<BlockRun, number>();
  /** All runs that write a variable, by its name. */
  readonly writers = new Map<string, BlockRun[]>();
  /** By block: names that some block writes or may change that it decides about. */
  private readonly decided: readonly ReadonlySet<string>[];
  /** By block: names of which it calls a method, which may change what they hold another time. */
  private readonly methods: readonly ReadonlySet<string>[];
  private readonly concerned = new Map<string, readonly number[]>();

  constructor(
    private readonly recording: Recording,
    readonly runs: readonly BlockRun[],
    readonly model: SourceModel,
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

  runsOf(frame: number): readonly BlockRun[] {
    return this.byFrame.get(frame) ?? [];
  }

  writes({ block }: BlockRun, name: string): boolean {
    return this.model.blocks[block]?.definitions.includes(name) === true;
  }

  /** Places of runs of a frame that write a variable, may change what it holds, or decide whether that is done. */
  concernedWith(frame: number, name: string): readonly number[] {
    const key = `${frame} ${name}`;
    const known = this.concerned.get(key);
    if (known !== undefined) return known;
    const found = this.runsOf(frame).flatMap((run, place) => {
      const { definitions = [], uses = [] } = this.model.blocks[run.block] ?? {};
      const changes = mayChange(run, name) || this.methods[run.block]?.has(name) === true;
      const writes = definitions.includes(name) || (uses.includes(name) && changes);
      return writes || this.decided[run.block]?.has(name) === true ? [place] : [];
    });
    this.concerned.set(key, found);
    return found;
  }

  /** Whether objects that others know may be other ones after a run. */
  mayChangeObjects(run: BlockRun): boolean {
    return (this.model.blocks[run.block]?.uses ?? []).some((name) => mayChange(run, name));
  }

  ownerOf(run: BlockRun | undefined): SourceFunction | undefined {
    return this.model.functions[this.model.blocks[run?.block ?? -1]?.functionIndex ?? -1];
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
