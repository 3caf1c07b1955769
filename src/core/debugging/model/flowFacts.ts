// What steps of a run have to do with each other, where their order does not tell: which step a value comes from, and which one
// decided that another ran. All of it was computed from the recording; a model may cite it by its ids.
//
// The way back from the failure is that of Agrawal and Horgan, "Dynamic program slicing" (PLDI 1990).
import type { SourceModel } from '../../syntax/model';
import { controlDependences } from '../controlDependence';
import type { BlockStep, BlockSteps } from './blockSteps';

/** A fact about a run. Steps are their numbers. */
export interface FlowFact {
  /** `d1` of data, `c1` of control. */
  readonly id: string;
  /** Whether a value of step `from` is at step `at`, a call of `at` returned at `from`, or `from` decided that `at` ran. */
  readonly kind: 'value' | 'result' | 'decision';
  readonly at: number;
  readonly from: number;
  /** The variable, or the path of the function that returned. */
  readonly name?: string;
  /** Whether the test of `from` held. */
  readonly isTrue?: boolean;
  /** Ids of the blocks that ran at these steps. */
  readonly blocks: readonly string[];
}

type Found = Omit<FlowFact, 'id'>;

/** Facts that a model is told at most: they cost tokens. */
const mostTold = 8;
/** Steps that are looked at on the way back. */
const mostVisited = 500;
/** Steps of a call between two that have to do with each other. */
const furthest = 5000;

/**
 * What led to the step at which a run fails, the nearest first; of facts that say the same of other runs of the same blocks only one.
 * @param readFirst By index of the block: variables that it reads before it writes them.
 */
export function flowFacts(
  run: BlockSteps,
  model: SourceModel,
  readFirst: readonly ReadonlySet<string>[],
): readonly FlowFact[] {
  const flow = new Flow(run, model, readFirst);
  const told = new Map<string, Found>();
  const start = run.steps.findLast(({ raised }) => raised !== undefined) ?? run.steps.at(-1);
  const waiting = start === undefined ? [] : [start];
  const visited = new Set(waiting);
  for (let next = 0; next < waiting.length && next < mostVisited && told.size < mostTold; next++) {
    const step = waiting[next];
    if (step === undefined) break;
    for (const { fact, isPlain } of flow.into(step)) {
      const from = run.steps[fact.from - 1];
      const key = [fact.kind, ...fact.blocks, fact.name].join(' ');
      if (!isPlain && !told.has(key) && told.size < mostTold) told.set(key, fact);
      if (from === undefined || visited.has(from)) continue;
      visited.add(from);
      waiting.push(from);
    }
  }
  const all = [...told.values()].sort((a, b) => a.at - b.at);
  return (['decision', 'value'] as const).flatMap((kind) =>
    all
      .filter((fact) => (fact.kind === 'decision') === (kind === 'decision'))
      .map((fact, index) => ({ id: `${kind === 'decision' ? 'c' : 'd'}${index + 1}`, ...fact })),
  );
}

/** Where a step's values and the step itself come from. `isPlain`: whoever reads the steps in their order sees it. */
class Flow {
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly controllers: readonly (readonly number[])[];
  private readonly ownNames: readonly ReadonlySet<string>[];
  private readonly byFrame = new Map<number, BlockStep[]>();
  private readonly places = new Map<BlockStep, number>();
  private readonly results = new Map<number, BlockStep[]>();

  constructor(
    private readonly run: BlockSteps,
    private readonly model: SourceModel,
    private readonly readFirst: readonly ReadonlySet<string>[],
  ) {
    this.indexes = new Map(model.blocks.map(({ index }) => [`B${index}`, index]));
    this.controllers = controlDependences(model);
    this.ownNames = ownNames(model);
    for (const step of run.steps) {
      const own = this.byFrame.get(step.frame) ?? [];
      this.places.set(step, own.length);
      own.push(step);
      this.byFrame.set(step.frame, own);
      const caller = run.frames.get(step.frame)?.caller ?? 0;
      if (caller > 0 && step.returned !== undefined) {
        this.results.set(caller, [...(this.results.get(caller) ?? []), step]);
      }
    }
  }

  into(step: BlockStep): { readonly fact: Found; readonly isPlain: boolean }[] {
    return [...this.decision(step), ...this.values(step), ...this.gotten(step), ...this.call(step)];
  }

  private decision(step: BlockStep) {
    const deciding = this.controllers[this.indexOf(step)] ?? [];
    const from = this.lastBefore(step, (earlier) => deciding.includes(this.indexOf(earlier)));
    if (from === undefined) return [];
    const isTrue = this.wayFrom(from);
    const fact = { ...factOf('decision', step, from), ...(isTrue !== undefined && { isTrue }) };
    return [{ fact, isPlain: from.block === step.block }];
  }

  /** Whether the test of a step held; undefined where that is not a matter of yes or no. */
  private wayFrom(step: BlockStep): boolean | undefined {
    const next = this.byFrame.get(step.frame)?.[(this.places.get(step) ?? 0) + 1];
    const edges = this.model.blocks[this.indexOf(step)]?.successors ?? [];
    const kinds = edges
      .filter(({ to }) => next !== undefined && to === this.indexOf(next))
      .map(({ kind }) => kind);
    const [kind] = kinds;
    return kinds.length === 1 && (kind === 'true' || kind === 'false') ? kind === 'true' : undefined;
  }

  /** Variables that it reads, as another step of its call left them. */
  private values(step: BlockStep) {
    if (!this.run.isWhole) return [];
    const at = this.indexOf(step);
    const own = this.ownNames[this.model.blocks[at]?.functionIndex ?? 0];
    return [...(this.readFirst[at] ?? [])].flatMap((name) => {
      const from =
        own?.has(name) === true ? this.lastBefore(step, (earlier) => this.leaves(earlier, name)) : undefined;
      // What was written further up in the program, and ran since then, is where a reader looks for it.
      const isPlain = from !== undefined && this.indexOf(from) < at;
      return from === undefined ? [] : [{ fact: { ...factOf('value', step, from), name }, isPlain }];
    });
  }

  /** What the functions that it called gave back. */
  private gotten(step: BlockStep) {
    return (this.results.get(step.number) ?? []).map((from) => {
      const name = this.run.frames.get(from.frame)?.function ?? '?';
      return { fact: { ...factOf('result', step, from), name }, isPlain: false };
    });
  }

  /** The step that called its function, which the head of the call names. */
  private call(step: BlockStep) {
    const from = this.run.steps[(this.run.frames.get(step.frame)?.caller ?? 0) - 1];
    return from === undefined ? [] : [{ fact: factOf('value', step, from), isPlain: true }];
  }

  private leaves(step: BlockStep, name: string): boolean {
    const isWritten = this.model.blocks[this.indexOf(step)]?.definitions.includes(name) === true;
    return isWritten || step.changed.some(([changed]) => changed === name);
  }

  /** The last step of the same call before one. */
  private lastBefore(step: BlockStep, isIt: (earlier: BlockStep) => boolean): BlockStep | undefined {
    const own = this.byFrame.get(step.frame) ?? [];
    const place = this.places.get(step) ?? 0;
    for (let at = place - 1; at >= Math.max(0, place - furthest); at--) {
      const earlier = own[at];
      if (earlier !== undefined && isIt(earlier)) return earlier;
    }
    return undefined;
  }

  private indexOf({ block = '' }: BlockStep): number {
    return this.indexes.get(block) ?? -1;
  }
}

function factOf(kind: FlowFact['kind'], at: BlockStep, from: BlockStep): Found {
  const blocks = [...new Set([at.block ?? '', from.block ?? ''])];
  return { kind, at: at.number, from: from.number, blocks };
}

/** By function: variables of which no function around it or in it has one of the same name, which might be the same variable. */
function ownNames({ functions, blocks }: SourceModel): ReadonlySet<string>[] {
  const written = functions.map(
    ({ index }) =>
      new Set(
        blocks.filter(({ functionIndex }) => functionIndex === index).flatMap((block) => block.definitions),
      ),
  );
  const around = functions.map(({ parent }) => {
    const found: number[] = [];
    for (let at = parent; at >= 0; at = functions[at]?.parent ?? -1) found.push(at);
    return found;
  });
  return functions.map(({ index, parameters }) => {
    const others = functions
      .map((other) => other.index)
      .filter((other) => around[index]?.includes(other) === true || around[other]?.includes(index) === true);
    const names = [...parameters, ...(written[index] ?? [])];
    return new Set(names.filter((name) => others.every((other) => written[other]?.has(name) !== true)));
  });
}

/** As a model reads it. */
export function factText({ id, kind, at, from, name = '', isTrue }: FlowFact): string {
  const way = isTrue === undefined ? '' : ` ${String(isTrue)}`;
  return `${id} ${at}${kind === 'value' ? ` ${name}` : kind === 'result' ? ` ${name}()` : ''}<${from}${way}`;
}

/** As people read it. */
export function factSentence({ kind, at, from, name = '', isTrue }: FlowFact): string {
  switch (kind) {
    case 'value':
      return `${name} at step ${at} is what step ${from} left`;
    case 'result':
      return `step ${at} gets what ${name} returned at step ${from}`;
    case 'decision': {
      const way =
        isTrue === undefined ? '' : isTrue ? ', where its test held' : ', where its test did not hold';
      return `step ${at} ran because of step ${from}${way}`;
    }
  }
}
