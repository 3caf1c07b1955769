// Which lines of a file belong to which basic block.
import type { Block, SourceModel } from '../syntax/model';

/** The blocks of each 1-based line: those of the heads of its statements, in their order. */
export function blocksByLine(model: SourceModel): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  const add = (line: number, block: number): void => {
    const blocks = found.get(line + 1) ?? [];
    if (!blocks.includes(block)) blocks.push(block);
    found.set(line + 1, blocks);
  };
  for (const { block, headRange } of model.statements) {
    if (block < 0) continue;
    for (let line = headRange.start.line; line <= headRange.end.line; line++) add(line, block);
  }
  for (const block of model.blocks) {
    if (block.statements.length === 0) add(block.range.start.line, block.index);
  }
  return found;
}

/** How often each 1-based line ran, by how often the blocks did. */
export function linesOfBlocks(
  blocks: ReadonlyMap<number, number>,
  model: SourceModel,
): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  for (const [line, found] of blocksByLine(model)) {
    const times = Math.max(0, ...found.map((block) => blocks.get(block) ?? 0));
    if (times > 0) lines.set(line, times);
  }
  return lines;
}

/** Whether calling or importing runs the block; definitions at the top of a file run whatever is tested. */
export function isInFunction(block: Block, model: SourceModel): boolean {
  const kind = model.functions[block.functionIndex]?.kind;
  return kind === 'function' || kind === 'method' || kind === 'lambda';
}
