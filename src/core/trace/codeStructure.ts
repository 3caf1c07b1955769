// What the order of a recording's blocks in the text tells about the code.
import type { BlockInRecording, FunctionInRecording } from './recording';

/** By loop header: the block that an iteration enters, which is the next one of its function in the text. */
export function loopBodies(blocks: readonly BlockInRecording[]): ReadonlyMap<number, number> {
  const bodies = new Map<number, number>();
  const waiting = new Map<number, number>();
  for (const block of blocks) {
    const header = waiting.get(block.functionIndex);
    if (header !== undefined) bodies.set(header, block.index);
    waiting.delete(block.functionIndex);
    if (block.isLoopHeader) waiting.set(block.functionIndex, block.index);
  }
  return bodies;
}

/** 0-based line of a function's head: of the statement that defines it, below its decorators. */
export function headLine(called: FunctionInRecording, blocks: readonly BlockInRecording[]): number {
  const definition = blocks.find(({ module, functionIndex, lines, startLine }) => {
    const line = lines[0] ?? startLine;
    const isInside = called.startLine <= line && line <= called.endLine;
    return module === called.module && functionIndex !== called.index && isInside;
  });
  return definition?.lines[0] ?? called.startLine;
}
