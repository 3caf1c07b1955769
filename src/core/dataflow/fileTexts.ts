// Lines and comments of analysed files, split when they are first asked for.
import type { SourceFile } from './model';
import type { FileTexts } from './report';
import { suppressionComments, type SuppressionComment } from './suppressions';

export interface SplitTexts extends FileTexts {
  readonly linesOf: (file: string) => readonly string[];
}

/** @param sources Are complete when something is first asked for. */
export function textsOf(sources: readonly SourceFile[]): SplitTexts {
  let byPath: ReadonlyMap<string, string> | undefined;
  const textOf = (file: string): string => {
    byPath ??= new Map(sources.map(({ path, text }) => [path, text] as const));
    return byPath.get(file) ?? '';
  };
  const linesByPath = new Map<string, readonly string[]>();
  const commentsByPath = new Map<string, readonly SuppressionComment[]>();
  const linesOf = (file: string): readonly string[] => {
    const lines = linesByPath.get(file) ?? textOf(file).split(/\r\n|\r|\n/);
    linesByPath.set(file, lines);
    return lines;
  };
  return {
    linesOf,
    lineText: (file, line) => linesOf(file)[line] ?? '',
    textAt: ({ file, range: { start, end } }) => {
      const lines = linesOf(file).slice(start.line, end.line + 1);
      const last = lines.length - 1;
      return lines
        .map((line, index) =>
          line.slice(index === 0 ? start.column : 0, index === last ? end.column : undefined),
        )
        .join('\n');
    },
    comments: (file) => {
      const known = commentsByPath.get(file) ?? suppressionComments(textOf(file));
      commentsByPath.set(file, known);
      return known;
    },
  };
}
