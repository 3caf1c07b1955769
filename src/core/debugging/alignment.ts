// Which blocks of two versions of a program answer to each other.
//
// Needleman and Wunsch, "A general method applicable to the search for similarities in the amino acid sequence of two
// proteins" (1970), over the blocks of functions of the same path.
import type { Block, SourceModel } from '../syntax/model';
import { isInFunction } from './blockLines';

export interface VersionedSource {
  readonly source: string;
  readonly model: SourceModel;
}

/** For each block of `program` that has one, the block of `other` that answers to it; indexes into their models. */
export function alignBlocks(program: VersionedSource, other: VersionedSource): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const { path, index } of program.model.functions) {
    const same = other.model.functions.find((item) => item.path === path);
    if (same === undefined) continue;
    const pairs = alignRuns(described(program, index), described(other, same.index));
    for (const [a, b] of pairs) found.set(a, b);
  }
  return found;
}

interface Described {
  readonly index: number;
  readonly kind: Block['kind'];
  /** Words and signs of its statements. */
  readonly tokens: ReadonlySet<string>;
  readonly text: string;
}

function described({ source, model }: VersionedSource, functionIndex: number): Described[] {
  const lines = source.split('\n');
  return model.blocks
    .filter((block) => block.functionIndex === functionIndex && isInFunction(block, model))
    .map((block) => {
      const text = block.statements
        .map((at) => model.statements[at]?.headRange)
        .flatMap((range) => (range === undefined ? [] : lines.slice(range.start.line, range.end.line + 1)))
        .join(' ')
        .trim();
      return {
        index: block.index,
        kind: block.kind,
        text,
        tokens: new Set(text.match(/\w+|[^\w\s]+/g) ?? []),
      };
    });
}

/** How well two blocks answer to each other; 0 where they cannot. */
function likeness(a: Described, b: Described): number {
  if (a.text === b.text) return a.kind === b.kind ? 4 : 3;
  if (a.kind !== b.kind) return 0;
  const common = [...a.tokens].filter((token) => b.tokens.has(token)).length;
  return 0.5 + (2 * common) / Math.max(1, a.tokens.size, b.tokens.size);
}

function alignRuns(a: readonly Described[], b: readonly Described[]): [number, number][] {
  const best = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = best[i];
      const both = joined(a, b, i, j) + at(i + 1, j + 1);
      if (row !== undefined) row[j] = Math.max(at(i + 1, j), at(i, j + 1), both);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const both = joined(a, b, i, j);
    if (both > 0 && at(i, j) === both + at(i + 1, j + 1)) {
      pairs.push([a[i++]?.index ?? 0, b[j++]?.index ?? 0]);
    } else if (at(i, j) === at(i + 1, j)) i++;
    else j++;
  }
  return pairs;
}

function joined(a: readonly Described[], b: readonly Described[], i: number, j: number): number {
  const [one, other] = [a[i], b[j]];
  return one === undefined || other === undefined ? 0 : likeness(one, other);
}
