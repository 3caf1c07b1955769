// Cuts one function into basic blocks and links them (docs/blocks.md): one pass over its constructs.
import type { Node } from 'web-tree-sitter';
import { BlockChain, type BlockDraft, type Dangling, type StatementDraft } from './blockChain';
import type { BreakableRegion, ExceptionRegion, FinalizedRegion, Region } from './completions';
import type {
  Choice,
  Construct,
  Handler,
  Jump,
  Labelled,
  Loop,
  Span,
  Suite,
  Switch,
  Try,
  With,
} from './construct';
import type { BlockKind, Granularity } from './model';
import type { LanguageProfile } from './profile';
import { simpleSpan } from './spans';

/** The blocks of one function. */
export interface Segmentation {
  /** In source order. */
  readonly blocks: readonly BlockDraft[];
  readonly statements: readonly StatementDraft[];
  /** The first block that runs; undefined when there is none. */
  readonly entry: BlockDraft | undefined;
}

/** How a function is cut. */
export interface SegmentationOptions {
  readonly granularity: Granularity;
  /** Its caller may end it at a `yield` as if it returned there: a JavaScript generator. */
  readonly canBeEnded: boolean;
}

/** Deeper than any program is nested; what lies below counts as one simple statement. */
const maximalDepth = 300;

/** Blocks and edges of a body of statements. */
export function segmentSuite(
  body: Suite,
  profile: LanguageProfile,
  options: SegmentationOptions,
): Segmentation {
  return new Segmenter(profile, options).segment(body);
}

/** The one block of a function whose body is an expression. */
export function segmentExpression(body: Span): Segmentation {
  const entry: BlockDraft = { kind: 'entry', edges: [{ to: undefined, kind: 'return' }], heads: [body] };
  return { blocks: [entry], statements: [], entry };
}

class Segmenter {
  private readonly chain: BlockChain;
  private labels: readonly string[] = [];
  private depth = 0;

  constructor(
    private readonly profile: LanguageProfile,
    private readonly options: SegmentationOptions,
  ) {
    this.chain = new BlockChain(options.granularity);
  }

  segment(body: Suite): Segmentation {
    this.visitAll(body);
    this.chain.connect(this.chain.take(), undefined);
    const blocks = this.chain.blocks.toSorted((a, b) => startOf(a) - startOf(b));
    return { blocks, statements: this.chain.statements, entry: this.chain.entry };
  }

  private visitAll(suite: Suite): void {
    this.depth++;
    for (const node of suite) this.visit(this.lower(node));
    this.depth--;
  }

  private lower(node: Node): Construct {
    return this.depth > maximalDepth
      ? { kind: 'simple', statement: simpleSpan(node) }
      : this.profile.lower(node);
  }

  private visit(construct: Construct): void {
    const labels = this.labels;
    this.labels = [];
    switch (construct.kind) {
      case 'simple':
        this.chain.append(construct.statement);
        return;
      case 'inert':
        this.chain.statements.push({ span: construct.statement, block: undefined });
        return;
      case 'group':
        this.visitAll(construct.body);
        return;
      case 'labelled':
        this.visitLabelled(construct, labels);
        return;
      case 'jump':
        this.visitJump(construct);
        return;
      case 'choice':
        this.visitChoice(construct);
        return;
      case 'loop':
        this.visitLoop(construct, labels);
        return;
      case 'with':
        this.visitWith(construct);
        return;
      case 'try':
        this.visitTry(construct);
        return;
      case 'switch':
        this.visitSwitch(construct, labels);
        return;
    }
  }

  /** Visits a suite that `entering` edges lead to; its first block is of `kind`. Returns the edges that lead on. */
  private arm(suite: Suite, entering: Dangling[], kind: BlockKind): Dangling[] {
    this.chain.resume(entering, kind);
    this.visitAll(suite);
    return this.chain.take();
  }

  private within<T>(region: Region | undefined, visit: () => T): T {
    if (region !== undefined) this.chain.regions.push(region);
    const result = visit();
    if (region !== undefined) this.chain.regions.pop();
    return result;
  }

  private visitJump({ statement, how, label }: Jump): void {
    const block = this.chain.appendLast(statement);
    this.chain.complete(block, { how, label });
    this.chain.resume([], 'join');
  }

  private visitLabelled({ label, body }: Labelled, outer: readonly string[]): void {
    const region = breakable([label], { takesPlainBreak: false, isLoop: false });
    this.labels = [...outer, label];
    this.within(region, () => {
      this.visitAll(body);
    });
    if (region.breaks.length > 0) this.chain.resume([...this.chain.take(), ...region.breaks], 'join');
  }

  private visitChoice({ arms, otherwise }: Choice): void {
    const leaving: Dangling[] = [];
    let untaken: Dangling[] | undefined;
    for (const { statement, body } of arms) {
      if (untaken !== undefined) this.chain.resume(untaken, 'test');
      const block = this.chain.appendLast(statement);
      leaving.push(...this.arm(body, [{ from: block, kind: 'true' }], 'branch'));
      untaken = [{ from: block, kind: 'false' }];
    }
    leaving.push(...this.arm(otherwise, untaken ?? [], 'branch'));
    this.chain.resume(leaving, 'join');
  }

  private visitLoop(loop: Loop, labels: readonly string[]): void {
    if (loop.init !== undefined) this.chain.append(loop.init);
    const entering = this.chain.take();
    const header = this.chain.create('loop-header', loop.statement.head);
    this.chain.statements.push({ span: loop.statement, block: header });
    if (!loop.testsLast) this.chain.connect(entering, header);

    const region = breakable(labels, { takesPlainBreak: true, isLoop: true });
    const intoBody: Dangling[] = [...(loop.testsLast ? entering : []), { from: header, kind: 'true' }];
    const endOfBody = this.within(region, () => this.arm(loop.body, intoBody, 'loop-body'));
    this.closeRound(loop, header, [...endOfBody, ...region.continues]);

    const untaken: Dangling[] = loop.isEndless ? [] : [{ from: header, kind: 'false' }];
    const leaving = this.arm(loop.otherwise, untaken, 'branch');
    this.chain.resume([...leaving, ...region.breaks], 'join');
  }

  /** From the end of a loop's body back to its test. */
  private closeRound(loop: Loop, header: BlockDraft, endOfRound: Dangling[]): void {
    if (loop.update === undefined) {
      this.chain.connect(loop.testsLast ? endOfRound : endOfRound.map(asLoopEdge), header);
      return;
    }
    const update = this.chain.create('loop-update', loop.update);
    this.chain.connect(endOfRound, update);
    this.chain.connect([{ from: update, kind: 'loop' }], header);
  }

  private visitWith({ statement, body, swallows }: With): void {
    const block = this.chain.appendLast(statement);
    const swallowed: Dangling[] = swallows === 'in head and body' ? [{ from: block, kind: 'exception' }] : [];
    const region: ExceptionRegion = { kind: 'swallowing', entries: swallowed };
    const leaving = this.within(swallows === 'nothing' ? undefined : region, () =>
      this.arm(body, [{ from: block, kind: 'next' }], 'with-body'),
    );
    this.chain.resume([...leaving, ...swallowed], 'join');
  }

  private visitTry(statement: Try): void {
    const { finalizer } = statement;
    const finalized = finalizer && this.finalizedRegion();
    const leaving = this.within(finalized, () => this.visitGuarded(statement));
    if (finalizer === undefined || finalized === undefined) {
      this.chain.resume(leaving, 'join');
      return;
    }

    const ends = this.arm(finalizer, [...leaving, ...finalized.entries], 'finally');
    for (const { from } of ends) {
      for (const { how, label } of finalized.completions) {
        this.chain.complete(from, { how: how === 'exception' ? 'raise' : how, label });
      }
    }
    this.chain.resume(leaving.length > 0 ? ends : [], 'join');
  }

  private finalizedRegion(): FinalizedRegion {
    return {
      kind: 'finalized',
      entries: [],
      completions: this.options.canBeEnded ? [{ how: 'return' }] : [],
    };
  }

  /** All of a `try` but its finalizer. */
  private visitGuarded({ statement, body, handlers, handlersShare, otherwise }: Try): Dangling[] {
    const handled: ExceptionRegion = { kind: 'handled', entries: [] };
    this.chain.resume(this.chain.take(), 'try');
    const endOfBody = this.within(handlers.length > 0 ? handled : undefined, () => {
      this.chain.append(statement);
      this.visitAll(body);
      return this.chain.take();
    });
    const leaving = this.arm(otherwise, endOfBody, 'branch');
    const handledEnd = handlersShare
      ? this.visitSharingHandlers(handlers, handled.entries)
      : this.visitHandlers(handlers, handled.entries);
    return [...leaving, ...handledEnd];
  }

  private visitHandlers(handlers: readonly Handler[], raised: Dangling[]): Dangling[] {
    const leaving: Dangling[] = [];
    let unhandled = raised;
    for (const { head, body, catchesAll } of handlers) {
      const header = this.createHeader(head, unhandled);
      unhandled = catchesAll ? [] : [{ from: header, kind: 'false' }];
      leaving.push(...this.arm(body, [{ from: header, kind: 'true' }], 'handler'));
    }
    this.raise(unhandled);
    return leaving;
  }

  /** Every clause is tried, whatever those before it took or raised; what nobody took is raised in the end. */
  private visitSharingHandlers(handlers: readonly Handler[], raised: Dangling[]): Dangling[] {
    let leaving: Dangling[] = [];
    let onward = raised;
    for (const [index, { head, body }] of handlers.entries()) {
      const header = this.createHeader(head, onward);
      const region: ExceptionRegion = { kind: 'swallowing', entries: [] };
      const end = this.within(region, () => this.arm(body, [{ from: header, kind: 'true' }], 'handler'));
      const untaken: Dangling = { from: header, kind: 'false' };
      leaving = index === 0 ? end : [...end, untaken];
      onward = [...end, untaken, ...region.entries];
    }
    this.raise(onward);
    return leaving;
  }

  private createHeader(head: Span, entering: Dangling[]): BlockDraft {
    const header = this.chain.create('handler-header', head);
    this.chain.connect(entering, header);
    return header;
  }

  private raise(edges: readonly Dangling[]): void {
    for (const { from } of edges) this.chain.complete(from, { how: 'raise' });
  }

  private visitSwitch(
    { statement, cases, fallsThrough, takesBreak }: Switch,
    labels: readonly string[],
  ): void {
    const block = this.chain.appendLast(statement);
    let unmatched: Dangling[] = [{ from: block, kind: 'next' }];
    const tests = cases.map(({ head, isIrrefutable }): BlockDraft | undefined => {
      if (head === undefined) return undefined;
      const test = this.chain.create('test', head);
      this.chain.connect(unmatched, test);
      unmatched = isIrrefutable ? [] : [{ from: test, kind: 'false' }];
      return test;
    });

    const region = breakable(labels, { takesPlainBreak: true, isLoop: false });
    const leaving: Dangling[] = [];
    let falling: Dangling[] = [];
    cases.forEach(({ body }, index) => {
      const test = tests[index];
      const entering: Dangling[] = test === undefined ? unmatched : [{ from: test, kind: 'true' }];
      if (test === undefined) unmatched = [];
      const end = this.within(takesBreak ? region : undefined, () =>
        this.arm(body, [...falling, ...entering], 'branch'),
      );
      if (fallsThrough) falling = end;
      else leaving.push(...end);
    });
    this.chain.resume([...leaving, ...falling, ...unmatched, ...region.breaks], 'join');
  }
}

function breakable(
  labels: readonly string[],
  takes: Pick<BreakableRegion, 'takesPlainBreak' | 'isLoop'>,
): BreakableRegion {
  return { kind: 'breakable', labels, ...takes, breaks: [], continues: [] };
}

function asLoopEdge({ from, kind }: Dangling): Dangling {
  return { from, kind: kind === 'next' ? 'loop' : kind };
}

function startOf(block: BlockDraft): number {
  return block.heads[0]?.start ?? 0;
}
