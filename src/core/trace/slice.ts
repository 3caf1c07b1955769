// Why a value is what it is: the backward dynamic slice (Korel and Laski 1988) over the steps of a recording. From a step
// back to the steps that wrote what it read, the calls that gave it results, the calls that brought its arguments, and the
// conditions that let it run. Conditions are those of the constructs around a line; a `return` before it is not among them.
import type { NamedValue, TracedValue } from './model';
import type { Frame, Step } from './recording';
import type { RecordingWalk } from './recordingWalk';
import { lastUpTo } from './stepIndex';

/** What the text of a block says; by block index. */
export interface BlockFacts {
  readonly uses: readonly string[];
  /** The condition that the block runs under: a block of the same function; -1 where there is none. */
  readonly controller: number;
}

export type SliceReason =
  | 'asked' // where the question began
  | 'wrote' // gave a variable its value
  | 'changed' // changed what a variable holds
  | 'argument' // called the function with it
  | 'returned' // returned it
  | 'controls'; // decided that the step ran

export interface SliceNode {
  /** Index in the list of the node that this one explains; -1 for the first. */
  readonly parent: number;
  readonly step: number;
  readonly reason: SliceReason;
  /** The variable that it is about. */
  readonly name?: string;
  /** Absent where nothing was kept. */
  readonly value?: TracedValue;
}

export interface Slice {
  /** Breadth first: what explains most directly comes first. */
  readonly nodes: readonly SliceNode[];
  /** Whether there is more behind the last ones. */
  readonly isCut: boolean;
}

export interface SliceQuestion {
  readonly step: number;
  /** One variable of the step; else everything that the step reads. */
  readonly name?: string;
}

const longestSlice = 60;

export function sliceOf(
  walk: RecordingWalk,
  facts: readonly (BlockFacts | undefined)[],
  question: SliceQuestion,
): Slice {
  return new Slicer(walk, facts).of(question);
}

class Slicer {
  private readonly nodes: SliceNode[] = [];
  private readonly seen = new Set<string>();
  private isCut = false;

  constructor(
    private readonly walk: RecordingWalk,
    private readonly facts: readonly (BlockFacts | undefined)[],
  ) {}

  of({ step, name }: SliceQuestion): Slice {
    const start = this.walk.recording.step(step);
    if (start === undefined) return { nodes: [], isCut: false };
    const writes = name !== undefined && this.writes(start, name);
    const own = name === undefined || writes ? undefined : this.causeOf(start, name, -1);
    this.add(
      own ?? {
        parent: -1,
        step,
        reason: 'asked',
        ...(name !== undefined && { name }),
        ...this.valueAt(start, name),
      },
    );
    for (let at = 0; at < this.nodes.length; at++) {
      const node = this.nodes[at];
      const reached = node && this.walk.recording.step(node.step);
      if (node !== undefined && reached !== undefined) this.explain(reached, node, at);
    }
    return { nodes: this.nodes, isCut: this.isCut };
  }

  private explain(step: Step, node: SliceNode, parent: number): void {
    const block = this.walk.recording.parts.stepBlock.at(step.index);
    const facts = this.facts[block];
    for (const name of facts?.uses ?? []) {
      const cause = this.causeOf(step, name, parent);
      if (cause !== undefined) this.add(cause);
    }
    if (node.reason !== 'argument') this.addReturns(step, parent);
    const controller = facts?.controller ?? -1;
    if (controller < 0) return;
    const ran = this.walk.index.lastRun(controller, step.frame.index, step.index - 1);
    if (ran >= 0) this.add({ parent, step: ran, reason: 'controls' });
  }

  private writes(step: Step, name: string): boolean {
    const isDefinition = step.block?.definitions.includes(name) === true;
    return isDefinition || step.kept?.values.some((value) => value.name === name) === true;
  }

  /** The step that gave a variable, read at a step, its value. */
  private causeOf(step: Step, name: string, parent: number): SliceNode | undefined {
    const local = this.lastWrite(step.frame, name, step.index - 1);
    if (local !== undefined) return this.written(local, name, parent);
    const entry = this.walk.recording.parts.stepValues.get(step.frame.firstStep);
    const argument = entry?.values.find((value) => value.name === name);
    if (argument !== undefined) return this.argument(step.frame, argument, parent);
    for (const outer of this.outerFrames(step)) {
      const global = this.lastWrite(outer, name, step.index - 1);
      // What defines a function or imports something explains no value.
      const cause = global && this.written(global, name, parent);
      if (cause?.value !== undefined) return cause;
    }
    return undefined;
  }

  private written(step: Step, name: string, parent: number): SliceNode {
    const isDefinition = step.block?.definitions.includes(name) === true;
    return {
      parent,
      step: step.index,
      reason: isDefinition ? 'wrote' : 'changed',
      name,
      ...this.valueAt(step, name),
    };
  }

  /** The step of the caller; of an outermost call the call itself. */
  private argument(frame: Frame, value: NamedValue, parent: number): SliceNode {
    const own = this.walk.index.ofFrame(frame.parent);
    const isInside = this.walk.frames.has(frame.parent);
    const step = isInside ? lastUpTo(own, frame.firstStep - 1) : frame.firstStep;
    return {
      parent,
      step,
      reason: 'argument',
      name: value.name,
      value: { type: value.type, text: value.text },
    };
  }

  /** What was called during a step and returned to it. */
  private addReturns(step: Step, parent: number): void {
    const { frames } = this.walk.recording.parts;
    for (const called of this.walk.index.calledAt(step.index)) {
      const frame = frames[called];
      if (frame === undefined) continue;
      const end = this.walk.recording.step(frame.lastStep);
      const returned = end?.kind === 'exit' ? end.kept?.returned : undefined;
      if (returned === undefined) continue;
      const last = lastUpTo(this.walk.index.ofFrame(frame.index), frame.lastStep - 1);
      this.add({ parent, step: last, reason: 'returned', value: returned });
    }
  }

  /** The last step of a frame, up to one, that wrote a variable or changed what it holds. */
  private lastWrite(frame: Frame, name: string, upTo: number): Step | undefined {
    const { blocks, stepValues, stepKind } = this.walk.recording.parts;
    let last = -1;
    for (const block of blocks) {
      if (block.functionIndex !== frame.functionIndex) continue;
      const isDefinition = block.definitions.includes(name);
      if (!isDefinition && this.facts[block.index]?.uses.includes(name) !== true) continue;
      const ran = this.walk.index.lastRun(block.index, frame.index, upTo);
      if (ran <= last) continue;
      const changed = stepValues.get(ran)?.values.some((value) => value.name === name) === true;
      if ((isDefinition || changed) && stepKind.at(ran) >= 0) last = ran;
    }
    return last < 0 ? undefined : this.walk.recording.step(last);
  }

  /** Frames whose variables a function can see: of functions around it, then of its module. */
  private outerFrames({ frame }: Step): Frame[] {
    const { frames } = this.walk.recording.parts;
    const path = this.walk.recording.functionOf(frame)?.path ?? '';
    const module = this.walk.recording.functionOf(frame)?.module;
    const around = frames.filter((outer) => {
      const called = this.walk.recording.functionOf(outer);
      if (called === undefined || called.module !== module || outer.firstStep > frame.firstStep) return false;
      return called.kind === 'module' || path.startsWith(`${called.path}.`);
    });
    return around.slice(-20).reverse();
  }

  private valueAt(step: Step, name: string | undefined): { value?: TracedValue } {
    const found = step.kept?.values.find((value) => value.name === name);
    return found === undefined ? {} : { value: { type: found.type, text: found.text } };
  }

  private add(node: SliceNode): void {
    const key = `${node.step} ${node.name ?? ''}`;
    if (this.seen.has(key)) return;
    if (this.nodes.length >= longestSlice) {
      this.isCut = true;
      return;
    }
    this.seen.add(key);
    this.nodes.push(node);
  }
}
