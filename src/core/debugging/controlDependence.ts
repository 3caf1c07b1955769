// Which tests decide whether a block runs, early exits included.
//
// Ferrante, Ottenstein, Warren, "The program dependence graph and its use in optimization" (1987): a block depends on a
// test where one way from it always leads to the block and another one may lead past it.
import type { Block, SourceModel } from '../syntax/model';

/** For each block, by index, the blocks whose outcome decides whether it runs. Exceptions that no one sees coming are left out. */
export function controlDependences(model: SourceModel): readonly (readonly number[])[] {
  const found: number[][] = model.blocks.map(() => []);
  for (const { index } of model.functions) {
    const blocks = model.blocks.filter(({ functionIndex }) => functionIndex === index);
    const dominators = postDominators(blocks);
    for (const block of blocks) {
      const ways = waysFrom(block);
      if (ways.length < 2) continue;
      for (const { index: at } of blocks) {
        const always = ways.filter((to) => to === at || dominators.get(to)?.has(at) === true).length;
        if (always > 0 && (always < ways.length || at === block.index)) found[at]?.push(block.index);
      }
    }
  }
  return found;
}

function waysFrom({ successors }: Block): number[] {
  return [...new Set(successors.filter(({ kind }) => kind !== 'exception').map(({ to }) => to))];
}

/** The blocks through which every way from a block to the end of its function leads. */
function postDominators(blocks: readonly Block[]): ReadonlyMap<number, ReadonlySet<number>> {
  const all = new Set(blocks.map(({ index }) => index));
  const found = new Map(blocks.map(({ index }) => [index, all as ReadonlySet<number>]));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of blocks.toReversed()) {
      const [first, ...more] = waysFrom(block).map((to) => found.get(to) ?? new Set<number>());
      const common = [...(first ?? [])].filter((item) => more.every((set) => set.has(item)));
      const own = new Set([...common, block.index]);
      if (own.size !== found.get(block.index)?.size) {
        found.set(block.index, own);
        changed = true;
      }
    }
  }
  return found;
}
