// Which blocks may have influenced what a failing test got: the backward dynamic slice of all that it was returned, and of
// the exception that ended it. The same of what a variable held last.
//
// Agrawal and Horgan, "Dynamic program slicing" (PLDI 1990): data and control dependences of what ran. Tests that went a way
// on which nothing was written belong to it, too, as in Gyimóthy, Beszédes, Forgács, "An efficient relevant slicing method
// for debugging" (ESEC/FSE 1999): a fault may be that something did not run.
import type { SourceModel } from '../syntax/model';
import type { Recording } from '../trace/recording';
import type { BlockRun } from './blockRuns';
import { RunGraph } from './runGraph';

/** Runs beyond which nothing is said; of variables, each of which is a slice of its own, sooner. */
const most = { runs: 20_000, runsForVariables: 4000, variables: 80 };

/** A variable of a function, and what it held last in the last call of it. */
export interface VariableSlice {
  readonly name: string;
  /** Index into the model. */
  readonly functionIndex: number;
  readonly value: string;
  /** Indexes of blocks that may have influenced it. */
  readonly blocks: ReadonlySet<number>;
}

export interface Slices {
  /** Of what the test got: indexes of blocks. */
  readonly ofTest: ReadonlySet<number>;
  readonly ofVariables: readonly VariableSlice[];
}

/**
 * Undefined where the recording is not whole, so that nothing can be ruled out.
 * @param runs All runs of the program's blocks in the recording.
 */
export function relevantSlices(
  recording: Recording,
  runs: readonly BlockRun[],
  model: SourceModel,
): Slices | undefined {
  const { uncounted, notes, outcome } = recording.parts;
  const isWhole = (uncounted?.size ?? 0) === 0 && notes.length === 0 && outcome.kind !== 'timeout';
  if (!isWhole || runs.length === 0 || runs.length > most.runs) return undefined;
  const graph = new RunGraph(recording, runs, model);
  const ofVariables = runs.length > most.runsForVariables ? [] : variableSlices(graph);
  return { ofTest: new Slicer(graph).ofTest(), ofVariables };
}

function variableSlices(graph: RunGraph): VariableSlice[] {
  const lastFrames = new Map<number, number>();
  for (const [frame, [first]] of graph.byFrame) {
    const functionIndex = graph.model.blocks[first?.block ?? -1]?.functionIndex;
    if (functionIndex !== undefined) lastFrames.set(functionIndex, frame);
  }
  const variables = [...lastFrames].flatMap(([functionIndex, frame]) =>
    [...(graph.runsOf(frame).at(-1)?.after ?? [])].map(([name, { text }]) => ({
      name,
      functionIndex,
      frame,
      value: text,
    })),
  );
  return variables.slice(0, most.variables).map(({ frame, ...variable }) => ({
    ...variable,
    blocks: new Slicer(graph).ofVariable(frame, variable.name),
  }));
}

class Slicer {
  private readonly found = new Set<BlockRun>();
  /** Of which also what they read and called belongs to it. */
  private readonly explained = new Set<BlockRun>();
  private readonly waiting: BlockRun[] = [];
  /** Places of runs that have to do with a variable, by frame and name, which were looked at. */
  private readonly visited = new Set<string>();
  private readonly callsSeen = new Set<number>();

  constructor(private readonly graph: RunGraph) {}

  ofTest(): ReadonlySet<number> {
    const { byFrame, callers, runs } = this.graph;
    for (const frame of byFrame.keys()) if (!callers.has(frame)) this.addFrame(frame);
    for (const run of runs) if (run.end === 'raise' || run.end === undefined) this.add(run);
    do {
      this.explainAll((frame) => {
        this.add(callers.get(frame));
      });
      for (const run of this.jumps()) this.add(run);
    } while (this.waiting.length > 0);
    return this.blocks();
  }

  /** Of what a variable holds at the end of a frame. */
  ofVariable(frame: number, name: string): ReadonlySet<number> {
    this.addWriters(name, frame, Infinity);
    this.addCallOf(frame);
    this.explainAll((called) => {
      this.addCallOf(called);
    });
    for (const run of this.jumps()) this.found.add(run);
    return this.blocks();
  }

  private blocks(): ReadonlySet<number> {
    return new Set([...this.found].map(({ block }) => block));
  }

  /** A jump gives nothing a value: it decides, as the test before it does, what runs next. */
  private jumps(): readonly BlockRun[] {
    const inSlice = this.blocks();
    return this.graph.runs.filter(({ end, block }) => {
      const isJump = end === 'jump' || end === 'return';
      return isJump && this.graph.controllers[block]?.some((at) => inSlice.has(at)) === true;
    });
  }

  private add(run: BlockRun | undefined): void {
    if (run === undefined || this.explained.has(run)) return;
    this.found.add(run);
    this.explained.add(run);
    this.waiting.push(run);
  }

  /** What a call gave back: how it ended, and what it changed in objects that others know. */
  private addFrame(frame: number): void {
    const own = this.graph.runsOf(frame);
    this.add(own.at(-1));
    for (const run of own) if (this.graph.mayChangeObjects(run)) this.add(run);
    const isLazy = this.graph.ownerOf(own[0])?.isGenerator === true;
    if (isLazy) for (const run of own) this.add(run);
  }

  /** What called a function with what, and not what became of that. */
  private addCallOf(frame: number): void {
    const run = this.graph.callers.get(frame);
    if (run === undefined || this.callsSeen.has(frame)) return;
    this.callsSeen.add(frame);
    this.found.add(run);
    this.addReads(run);
    for (const earlier of this.graph.called.get(run) ?? []) if (earlier < frame) this.addFrame(earlier);
    this.addCallOf(run.frame);
  }

  /** @param addCaller Adds what called a frame. */
  private explainAll(addCaller: (frame: number) => void): void {
    for (let run = this.waiting.pop(); run !== undefined; run = this.waiting.pop()) {
      this.addReads(run);
      for (const frame of this.graph.called.get(run) ?? []) this.addFrame(frame);
      addCaller(run.frame);
    }
  }

  /** What wrote the variables that a run reads, and what decided that it runs. */
  private addReads(run: BlockRun): void {
    const { model, places, controllers } = this.graph;
    const own = this.graph.runsOf(run.frame);
    const at = places.get(run) ?? 0;
    for (const name of model.blocks[run.block]?.uses ?? []) this.addWriters(name, run.frame, at);
    const deciding = controllers[run.block] ?? [];
    for (let before = at - 1; before >= 0; before--) {
      const earlier = own[before];
      if (earlier === undefined || !deciding.includes(earlier.block)) continue;
      this.add(earlier);
      break;
    }
  }

  /** Runs before one that wrote a variable or changed what it holds, and tests on the way that might have had it written. */
  private addWriters(name: string, frame: number, before: number): void {
    const own = this.graph.runsOf(frame);
    const concerned = this.graph.concernedWith(frame, name);
    let at = concerned.findLastIndex((place) => place < before);
    for (; at >= 0; at--) {
      const run = own[concerned[at] ?? -1];
      const visit = `${frame} ${name} ${at}`;
      // What lies before it was looked at then.
      if (run === undefined || this.visited.has(visit)) return;
      this.visited.add(visit);
      this.add(run);
      if (this.graph.writes(run, name)) return;
    }
    this.addOuterWriters(name, frame);
  }

  /** Of functions around it, of the same name. */
  private addOuterWriters(name: string, frame: number): void {
    const owner = this.graph.ownerOf(this.graph.runsOf(frame)[0]);
    if (owner === undefined || owner.parameters.includes(name)) return;
    for (const other of this.graph.writers.get(name) ?? []) if (other.frame !== frame) this.add(other);
  }
}
