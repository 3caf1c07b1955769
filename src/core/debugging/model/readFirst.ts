// Which variables a block reads before it writes them.
import type { SourceModel } from '../../syntax/model';

/**
 * By index of the block. Within one statement what is read counts as read before what is written, unless it is declared there.
 * @param lines The same program, line by line.
 */
export function readFirst(
  source: string,
  model: SourceModel,
  lines: SourceModel,
): readonly ReadonlySet<string>[] {
  const texts = source.split('\n');
  return model.blocks.map(({ statements, uses }) => {
    if (statements.length === 0) return new Set(uses);
    const written = new Set<string>();
    const read = new Set<string>();
    for (const statement of statements) {
      const { used, definitions } = namesOf(statement, texts, lines);
      for (const name of used) if (!written.has(name)) read.add(name);
      for (const name of definitions) written.add(name);
    }
    return read;
  });
}

function namesOf(at: number, texts: readonly string[], { statements, blocks }: SourceModel) {
  const statement = statements[at];
  const { uses = [], definitions = [] } = blocks[statement?.block ?? -1] ?? {};
  const { line, column } = statement?.headRange.start ?? { line: 0, column: 0 };
  const isDeclared = /^(?:let|const)\b/.test((texts[line] ?? '').slice(column));
  return { used: isDeclared ? uses.filter((name) => !definitions.includes(name)) : uses, definitions };
}
