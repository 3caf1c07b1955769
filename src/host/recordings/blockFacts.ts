// What the text of recorded files says about the blocks of a recording: joined by their ids.
import type { SourceModel } from '../../core/syntax/model';
import { comparePositions } from '../../core/text/position';
import type { Recording } from '../../core/trace/recording';
import type { BlockFacts } from '../../core/trace/slice';
import type { SyntaxService } from '../syntax/syntaxService';
import type { RecordedSources } from './recordedSources';

/** By block index; undefined for blocks of files that have changed or cannot be parsed. */
export async function blockFacts(
  recording: Recording,
  sources: RecordedSources,
  syntax: SyntaxService,
): Promise<readonly (BlockFacts | undefined)[]> {
  const facts: (BlockFacts | undefined)[] = [];
  const { modules, blocks, run } = recording.parts;
  for (const module of modules) {
    const source = sources.of(module.file);
    const model = source && (await syntax.model(module.file, source.bytes, run.granularity));
    if (model === undefined) continue;
    const known = new Map(model.blocks.map((block) => [block.id, block.index]));
    const here = blocks.filter((block) => block.module === module);
    const indexes = new Map(here.map((block) => [known.get(block.id) ?? -1, block.index]));
    const controllers = controllersOf(model);
    for (const { id, index } of here) {
      const block = model.blocks[known.get(id) ?? -1];
      if (block === undefined) continue;
      const controller = indexes.get(controllers[block.index] ?? -1) ?? -1;
      facts[index] = { uses: block.uses, controller };
    }
  }
  return facts;
}

/** By block: the block with the test of the innermost construct around it; -1 where there is none. */
function controllersOf(model: SourceModel): number[] {
  return model.blocks.map((block) => {
    let best = -1;
    for (const { block: head, functionIndex, range } of model.statements) {
      const decides = model.blocks[head]?.successors.some(({ kind }) => kind === 'true' || kind === 'false');
      if (decides !== true || head === block.index || functionIndex !== block.functionIndex) continue;
      const isInside =
        comparePositions(range.start, block.range.start) < 0 &&
        comparePositions(block.range.end, range.end) <= 0;
      // Statements are in source order: what comes later and holds the block lies further in.
      if (isInside) best = head;
    }
    return best;
  });
}
