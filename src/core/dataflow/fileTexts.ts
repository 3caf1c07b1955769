// Lines and comments of analysed files, split when they are first asked for.
import type { SourceFile } from './model';
import type { FileTexts } from './report';
import { suppressionComments, type SuppressionComment } from './suppressions';

export interface SplitTexts extends FileTexts {
  readonly linesOf: (file: string) => readonly string[];
}

export function textsOf(sources: readonly SourceFile[]): SplitTexts {
  const byPath = new Map(sources.map((source) => [source.path, source] as const));
  const linesByPath = new Map<string, readonly string[]>();
  const commentsByPath = new Map<string, readonly SuppressionComment[]>();
  const linesOf = (file: string): readonly string[] => {
    const lines = linesByPath.get(file) ?? byPath.get(file)?.text.split(/\r\n|\r|\n/) ?? [];
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
      const known = commentsByPath.get(file) ?? suppressionComments(byPath.get(file)?.text ?? '');
      commentsByPath.set(file, known);
      return known;
    },
  };
}
