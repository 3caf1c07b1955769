import assert from 'node:assert/strict';
import type { Block, SourceModel } from '../../../../src/core/syntax/model';

/**
 * A control-flow graph by lines, of a program in which a line holds statements of one block. Lines are 1-based, 0 is
 * the exit. A run notices a block by a call that is handed its line; blocks without one are passed through.
 */
export class LineGraph {
  private readonly blockOfLine = new Map<number, Block>();
  private readonly noticed = new Set<Block>();

  constructor(
    private readonly model: SourceModel,
    text: string,
  ) {
    for (const block of model.blocks) {
      if (block.statements.length === 0) this.blockOfLine.set(block.range.start.line + 1, block);
    }
    for (const { block, headRange } of model.statements) {
      const owner = model.blocks[block];
      if (owner !== undefined) this.blockOfLine.set(headRange.start.line + 1, owner);
    }
    text.split('\n').forEach((line, index) => {
      const block = this.blockOfLine.get(index + 1);
      if (block !== undefined && line.includes(`(${index + 1}`)) this.noticed.add(block);
    });
  }

  /** Whether the second line may be noticed right after the first. */
  allows(from: number, to: number): boolean {
    const [source, target] = [this.blockOfLine.get(from), this.blockOfLine.get(to)];
    assert.ok(
      source !== undefined && (to === 0 || target !== undefined),
      `a block for lines ${from} and ${to}`,
    );
    return (source === target && to > from) || this.leads(source, target, new Set());
  }

  private leads(source: Block, target: Block | undefined, seen: Set<Block>): boolean {
    return source.successors.some(({ to }) => {
      const next = this.model.blocks[to];
      if (next === target) return true;
      if (next === undefined || this.noticed.has(next) || seen.has(next)) return false;
      return this.leads(next, target, seen.add(next));
    });
  }
}
