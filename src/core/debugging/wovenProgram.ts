// What the runtime has to know of two versions of a program to join their runs.
import type { SourceModel } from '../syntax/model';
import { alignBlocks, type VersionedSource } from './alignment';
import { isInFunction } from './blockLines';

/** Lines are 1-based; `nth`: how many statements start earlier on that line. */
export interface WovenProgram {
  readonly source: string;
  readonly blocks: readonly { readonly statements: readonly (readonly [line: number, nth: number])[] }[];
  readonly functions: readonly { readonly path: string; readonly line: number; readonly nth: number }[];
  /** For each block a number; blocks that answer to each other share it. */
  readonly labels: readonly number[];
  /** Variables that a block writes, by its label. */
  readonly written: Readonly<Record<string, readonly string[]>>;
}

/** @returns Both, with the label of a block of `program` being that of the block of `other` that answers to it. */
export function wovenPrograms(
  program: VersionedSource,
  other: VersionedSource,
): { readonly program: WovenProgram; readonly other: WovenProgram } {
  const aligned = alignBlocks(program, other);
  return {
    program: woven(program, (index) => aligned.get(index) ?? -1 - index),
    other: woven(other, (index) => index),
  };
}

/** One program alone: its blocks are their own labels. */
export function wovenProgram(program: VersionedSource): WovenProgram {
  return woven(program, (index) => index);
}

function woven({ source, model }: VersionedSource, labelOf: (block: number) => number): WovenProgram {
  const labels = model.blocks.map(({ index }) => labelOf(index));
  return {
    source,
    blocks: model.blocks.map((block) => ({
      statements: isInFunction(block, model) ? keysOf(block.statements, model) : [],
    })),
    functions: model.functions.flatMap(({ path, kind, range, nameRange }) => {
      if (kind !== 'function' && kind !== 'method') return [];
      const definition = model.statements.find(
        (item) =>
          item.headRange.start.line === nameRange.start.line &&
          item.range.end.line === range.end.line &&
          item.range.end.column === range.end.column,
      );
      const [line, nth] = [nameRange.start.line + 1, definition?.nthOnLine ?? 0];
      return [{ path, line, nth }];
    }),
    labels,
    written: Object.fromEntries(
      model.blocks.map(({ index, definitions }) => [String(labelOf(index)), definitions]),
    ),
  };
}

function keysOf(statements: readonly number[], model: SourceModel): [number, number][] {
  return statements.flatMap((at) => {
    const statement = model.statements[at];
    return statement === undefined
      ? []
      : [[statement.headRange.start.line + 1, statement.nthOnLine] as [number, number]];
  });
}
