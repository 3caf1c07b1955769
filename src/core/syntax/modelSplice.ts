// Puts the pieces of one function into a model in place of those that it had. What does not change is the same object.
import type { Position, Range } from '../text/position';
import type { Block, Call, SourceFunction, SourceModel, Statement } from './model';
import type { ModelPieces } from './sourceModel';

/** From index `from` up to, not including, `to`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is replaced in each list, and how positions behind the edit move. */
export interface Splice {
  readonly edited: SourceFunction;
  readonly functions: Stretch;
  readonly blocks: Stretch;
  readonly statements: Stretch;
  readonly calls: Stretch;
  /** Where the edit ended in the old text, and where in the new one. */
  readonly oldEnd: Position;
  readonly newEnd: Position;
}

/** @param pieces Indexes are into the pieces; the function itself is the first. */
export function splicedModel(
  old: SourceModel,
  pieces: ModelPieces,
  splice: Splice,
): Omit<SourceModel, 'syntaxErrors'> {
  const move = new Move(splice, pieces);
  const { edited } = splice;
  const [own, ...nested] = pieces.functions;
  const functions: SourceFunction[] = [
    ...(own === undefined ? [] : [{ ...move.newFunction(own), ...keptOf(edited) }]),
    ...nested.map((item) => move.newFunction(item)),
  ];
  return {
    language: old.language,
    granularity: old.granularity,
    functions: joined(old.functions, splice.functions, functions, (item) => move.oldFunction(item)),
    blocks: joined(
      old.blocks,
      splice.blocks,
      pieces.blocks.map((item) => move.newBlock(item)),
      (item) => move.oldBlock(item),
    ),
    statements: joined(
      old.statements,
      splice.statements,
      pieces.statements.map((item) => move.newStatement(item)),
      (item) => move.oldStatement(item),
    ),
    calls: joined(
      old.calls,
      splice.calls,
      pieces.calls.map((item) => move.newCall(item)),
      (item) => move.oldCall(item),
    ),
  };
}

/** What stands before the body. */
function keptOf({
  parent,
  parameters,
  nameRange,
}: SourceFunction): Pick<SourceFunction, 'parent' | 'parameters' | 'nameRange'> {
  return { parent, parameters, nameRange };
}

function joined<T>(
  old: readonly T[],
  { from, to }: Stretch,
  fresh: readonly T[],
  moved: (item: T) => T,
): T[] {
  return [...old.slice(0, from).map(moved), ...fresh, ...old.slice(to).map(moved)];
}

/** Where indexes and positions go. */
class Move {
  private readonly addedFunctions: number;
  private readonly addedBlocks: number;
  private readonly addedStatements: number;
  private readonly movesIndexes: boolean;
  private readonly movesLines: boolean;

  constructor(
    private readonly splice: Splice,
    pieces: ModelPieces,
  ) {
    this.addedFunctions = added(splice.functions, pieces.functions);
    this.addedBlocks = added(splice.blocks, pieces.blocks);
    this.addedStatements = added(splice.statements, pieces.statements);
    this.movesIndexes = this.addedFunctions !== 0 || this.addedBlocks !== 0 || this.addedStatements !== 0;
    this.movesLines = splice.oldEnd.line !== splice.newEnd.line;
  }

  oldFunction(item: SourceFunction): SourceFunction {
    if (this.stays(item.range)) return item;
    return {
      ...item,
      index: this.functionIndex(item.index),
      parent: this.functionIndex(item.parent),
      range: this.range(item.range),
      nameRange: this.range(item.nameRange),
      bodyRange: this.range(item.bodyRange),
      entryBlock: this.blockIndex(item.entryBlock),
    };
  }

  oldBlock(item: Block): Block {
    if (this.stays(item.range)) return item;
    return {
      ...item,
      index: this.blockIndex(item.index),
      functionIndex: this.functionIndex(item.functionIndex),
      range: this.range(item.range),
      statements: item.statements.map((index) => this.statementIndex(index)),
      successors: item.successors.map(({ to, kind }) => ({ to: this.blockIndex(to), kind })),
    };
  }

  oldStatement(item: Statement): Statement {
    if (this.stays(item.range)) return item;
    return {
      ...item,
      index: this.statementIndex(item.index),
      block: this.blockIndex(item.block),
      functionIndex: this.functionIndex(item.functionIndex),
      range: this.range(item.range),
      headRange: this.range(item.headRange),
    };
  }

  oldCall(item: Call): Call {
    if (this.stays(item.range)) return item;
    return { ...item, range: this.range(item.range), block: this.blockIndex(item.block) };
  }

  newFunction(item: SourceFunction): SourceFunction {
    const { functions, blocks } = this.splice;
    const index = item.index + functions.from;
    return {
      ...item,
      index,
      parent: item.parent + functions.from,
      entryBlock: from(item.entryBlock, blocks),
    };
  }

  newBlock(item: Block): Block {
    const { functions, blocks, statements } = this.splice;
    return {
      ...item,
      index: item.index + blocks.from,
      functionIndex: item.functionIndex + functions.from,
      statements: item.statements.map((index) => index + statements.from),
      successors: item.successors.map(({ to, kind }) => ({ to: from(to, blocks), kind })),
    };
  }

  newStatement(item: Statement): Statement {
    const { functions, blocks, statements } = this.splice;
    return {
      ...item,
      index: item.index + statements.from,
      block: from(item.block, blocks),
      functionIndex: item.functionIndex + functions.from,
    };
  }

  newCall(item: Call): Call {
    return { ...item, block: from(item.block, this.splice.blocks) };
  }

  /** What ends before the edit's line, or starts behind it while lines and indexes keep their numbers. */
  private stays({ start, end }: Range): boolean {
    if (this.movesIndexes) return false;
    const { oldEnd, edited } = this.splice;
    return end.line < edited.bodyRange.start.line || (!this.movesLines && start.line > oldEnd.line);
  }

  private range({ start, end }: Range): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  /** Items that are kept start before the edited body, and there nothing moves, or behind it. */
  private position(position: Position): Position {
    const { oldEnd, newEnd, edited } = this.splice;
    const { end } = edited.bodyRange;
    if (position.line < end.line || (position.line === end.line && position.column < end.column)) {
      return position;
    }
    const line = position.line + newEnd.line - oldEnd.line;
    if (position.line !== oldEnd.line) return { line, column: position.column };
    return { line, column: position.column - oldEnd.column + newEnd.column };
  }

  private functionIndex(index: number): number {
    return index >= this.splice.functions.to ? index + this.addedFunctions : index;
  }

  private blockIndex(index: number): number {
    return index >= this.splice.blocks.to ? index + this.addedBlocks : index;
  }

  private statementIndex(index: number): number {
    return index >= this.splice.statements.to ? index + this.addedStatements : index;
  }
}

function added({ from: first, to }: Stretch, fresh: readonly unknown[]): number {
  return fresh.length - (to - first);
}

/** -1 says that there is none. */
function from(index: number, stretch: Stretch): number {
  return index < 0 ? index : index + stretch.from;
}
