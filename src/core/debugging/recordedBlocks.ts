// Which blocks of a program the blocks of a recording are, also of a recording from before the program was changed.
import type { Block, SourceModel } from '../syntax/model';
import type { BlockInRecording, Recording } from '../trace/recording';

/** A block of a recording in the program: of a recording line by line, one statement of it. */
export interface PlacedBlock {
  /** Index into the model of the program. */
  readonly block: number;
  /** Whether the block begins with it. */
  readonly isFirst: boolean;
}

export interface ProgramModels {
  /** Block by block, and as the recording was cut. */
  readonly model: SourceModel;
  readonly asRecorded: SourceModel;
}

/**
 * The blocks of a file, by their indexes in the recording. A recording has no text: in each function blocks answer to each
 * other by their place and by what they write, from its beginning and from its end up to where something was put in or taken out.
 */
export function placedBlocks(
  recording: Recording,
  file: string,
  { model, asRecorded }: ProgramModels,
): ReadonlyMap<number, PlacedBlock> {
  const placed = new Map<number, PlacedBlock>();
  const { functions, blocks } = recording.parts;
  for (const { path, index } of asRecorded.functions) {
    const recorded = functions.find((item) => item.module.file === file && item.path === path);
    if (recorded === undefined) continue;
    const was = blocks.filter(({ functionIndex }) => functionIndex === recorded.index);
    const is = asRecorded.blocks.filter(({ functionIndex }) => functionIndex === index);
    for (const [before, now] of inBoth(was, is)) {
      const place = placeOf(now, { model, asRecorded });
      if (place !== undefined) placed.set(before.index, place);
    }
  }
  return placed;
}

function inBoth(was: readonly BlockInRecording[], is: readonly Block[]): [BlockInRecording, Block][] {
  const pairs: [BlockInRecording, Block][] = [];
  const shortest = Math.min(was.length, is.length);
  const pairAt = (a: number, b: number): boolean => {
    const [before, now] = [was[a], is[b]];
    if (before === undefined || now === undefined || !isAlike(before, now)) return false;
    pairs.push([before, now]);
    return true;
  };
  let start = 0;
  while (start < shortest && pairAt(start, start)) start++;
  for (let end = 1; end <= shortest - start && pairAt(was.length - end, is.length - end);) end++;
  return pairs;
}

function isAlike(before: BlockInRecording, now: Block): boolean {
  return (
    before.isLoopHeader === (now.kind === 'loop-header') &&
    before.definitions.length === now.definitions.length &&
    before.definitions.every((name, at) => name === now.definitions[at])
  );
}

/** Statements are the same however the program is cut. */
function placeOf(recorded: Block, { model, asRecorded }: ProgramModels): PlacedBlock | undefined {
  if (model === asRecorded) return { block: recorded.index, isFirst: true };
  const [statement] = recorded.statements;
  const block = statement === undefined ? undefined : model.statements[statement]?.block;
  if (block === undefined || block < 0) return undefined;
  return { block, isFirst: model.blocks[block]?.statements[0] === statement };
}
