import { complete, type Completion, type Region } from './completions';
import type { Span, StatementSpan } from './construct';
import type { BlockKind, Edge, Granularity } from './model';

/** A block on its way into the model. */
export interface BlockDraft {
  readonly kind: BlockKind;
  /** What runs in it, in source order. */
  readonly heads: Span[];
  /** `to` is undefined where the edge leaves the function. */
  readonly edges: { readonly to: BlockDraft | undefined; readonly kind: Edge['kind'] }[];
}

/** A statement on its way into the model; one that never runs has no block. */
export interface StatementDraft {
  readonly span: StatementSpan;
  readonly block: BlockDraft | undefined;
}

/** An edge whose target has not been reached yet. */
export interface Dangling {
  readonly from: BlockDraft;
  readonly kind: Edge['kind'];
}

/**
 * The blocks of one function while they are being made. Statements are added to the open run; where there is none,
 * a block of kind `nextKind` is opened, and the waiting edges end there.
 */
export class BlockChain {
  readonly blocks: BlockDraft[] = [];
  readonly statements: StatementDraft[] = [];
  /** Constructs around the current place, outermost first. */
  readonly regions: Region[] = [];
  private readonly start: BlockDraft = { kind: 'entry', heads: [], edges: [] };
  private run: BlockDraft | undefined;
  private waiting: Dangling[] = [{ from: this.start, kind: 'next' }];
  private nextKind: BlockKind = 'entry';

  constructor(private readonly granularity: Granularity) {}

  /** The first block that runs; undefined when there is none. */
  get entry(): BlockDraft | undefined {
    return this.start.edges[0]?.to;
  }

  /** Adds a statement to the run. */
  append(span: StatementSpan): BlockDraft {
    if (this.run !== undefined && this.granularity === 'line') this.resume(this.take(), 'join');
    const block = this.run ?? this.openRun();
    block.heads.push(...(span.also ?? []), span.head);
    this.statements.push({ span, block });
    return block;
  }

  /** Adds a statement that ends its run; the caller says where control goes from there. */
  appendLast(span: StatementSpan): BlockDraft {
    const block = this.append(span);
    this.run = undefined;
    return block;
  }

  /** Ends the run. Returns the edges that lead on from here. */
  take(): Dangling[] {
    const edges: Dangling[] = this.run ? [{ from: this.run, kind: 'next' }] : this.waiting;
    this.run = undefined;
    this.waiting = [];
    return edges;
  }

  /** Lets the next statement open a block of this kind, reached by these edges. */
  resume(edges: Dangling[], kind: BlockKind): void {
    this.run = undefined;
    this.waiting = edges;
    this.nextKind = kind;
  }

  /** A block beside the run, which `connect` links. */
  create(kind: BlockKind, head: Span): BlockDraft {
    const block: BlockDraft = { kind, heads: [head], edges: [] };
    this.add(block);
    return block;
  }

  connect(edges: readonly Dangling[], to: BlockDraft | undefined): void {
    for (const { from, kind } of edges) from.edges.push({ to, kind });
  }

  /** Control leaves `from` through the regions around the current place. */
  complete(from: BlockDraft, completion: Completion): void {
    complete(from, completion, this.regions);
  }

  private openRun(): BlockDraft {
    const block: BlockDraft = { kind: this.nextKind, heads: [], edges: [] };
    this.connect(this.take(), block);
    this.add(block);
    this.run = block;
    return block;
  }

  private add(block: BlockDraft): void {
    this.blocks.push(block);
    complete(block, { how: 'exception' }, this.regions);
  }
}
