// How control leaves a statement other than to the next one (ECMAScript calls this an abrupt completion), and what
// the constructs around it do with that.
import type { Dangling, BlockDraft } from './blockChain';

/** A way out of the statements inside a construct. `raise` is an explicit one, `exception` one that may happen. */
export interface Completion {
  readonly how: 'return' | 'raise' | 'exception' | 'break' | 'continue';
  readonly label?: string | undefined;
}

/** A loop, a switch or a labelled statement. */
export interface BreakableRegion {
  readonly kind: 'breakable';
  /** Names that `break` and `continue` may use for it. */
  readonly labels: readonly string[];
  /** A plain `break` means it; not so for a labelled statement that is neither loop nor switch. */
  readonly takesPlainBreak: boolean;
  readonly isLoop: boolean;
  readonly breaks: Dangling[];
  readonly continues: Dangling[];
}

/** `handled`: exceptions go to `entries`. `swallowing`: they may go to `entries`, or on. */
export interface ExceptionRegion {
  readonly kind: 'handled' | 'swallowing';
  readonly entries: Dangling[];
}

/** Everything goes to `entries`, and from the end of the finalizer on to where it was going. */
export interface FinalizedRegion {
  readonly kind: 'finalized';
  readonly entries: Dangling[];
  readonly completions: Completion[];
}

/** A construct around a statement that stops or diverts its completions. */
export type Region = BreakableRegion | ExceptionRegion | FinalizedRegion;

/** Sends a completion of `from` outwards through `regions` (outermost first) until one of them takes it. */
export function complete(from: BlockDraft, completion: Completion, regions: readonly Region[]): void {
  const edge: Dangling = { from, kind: completion.how };
  for (const region of regions.toReversed()) {
    if (takes(region, edge, completion)) return;
  }
  // Any statement may raise; an edge out of the function is only worth it where something says so.
  if (completion.how !== 'exception') from.edges.push({ to: undefined, kind: completion.how });
}

/** Whether the completion ends at this region. */
function takes(region: Region, edge: Dangling, completion: Completion): boolean {
  switch (region.kind) {
    case 'finalized':
      region.entries.push(edge);
      remember(completion, region.completions);
      return true;
    case 'breakable': {
      const taker = takerOf(completion, region);
      taker?.push(edge);
      return taker !== undefined;
    }
    default:
      if (completion.how !== 'raise' && completion.how !== 'exception') return false;
      region.entries.push(edge);
      return region.kind === 'handled';
  }
}

function takerOf({ how, label }: Completion, region: BreakableRegion): Dangling[] | undefined {
  const isNamed = label !== undefined && region.labels.includes(label);
  if (how === 'break' && (isNamed || (label === undefined && region.takesPlainBreak))) return region.breaks;
  if (how === 'continue' && region.isLoop && (isNamed || label === undefined)) return region.continues;
  return undefined;
}

function remember(completion: Completion, known: Completion[]): void {
  const isKnown = known.some(({ how, label }) => how === completion.how && label === completion.label);
  if (!isKnown) known.push(completion);
}
