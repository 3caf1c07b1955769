// The lines around places of a program as a model gets them: each with a name by which it can be cited.
import type { FlowPlace } from '../model';

export interface Excerpt {
  readonly text: string;
  /** By name, `FILE:LINE`. */
  readonly lines: ReadonlyMap<string, string>;
  /** Names of the lines that it is about. */
  readonly marked: ReadonlySet<string>;
}

export interface ExcerptSource {
  /** All lines of a file; none where it is not known. */
  readonly linesOf: (file: string) => readonly string[];
  /** The name of a file, from the folder of the workspace on. */
  readonly shown: (file: string) => string;
}

const around = 8;
const longestLine = 200;

/** @param places In files that are known; what they have in common is shown once. */
export function excerptOf(places: readonly FlowPlace[], { linesOf, shown }: ExcerptSource): Excerpt {
  const lines = new Map<string, string>();
  const marked = new Set<string>();
  const wanted = new Map<string, Set<number>>();
  for (const { file, range, line } of places) {
    const all = linesOf(file);
    const last = Math.min(range.end.line, line + around);
    marked.add(`${shown(file)}:${line + 1}`);
    const inFile = wanted.get(file) ?? new Set<number>();
    wanted.set(file, inFile);
    for (let at = Math.max(0, line - around); at <= Math.min(all.length - 1, last + around); at++) {
      inFile.add(at);
    }
  }
  const shownLines: string[] = [];
  for (const [file, numbers] of wanted) {
    let before: number | undefined;
    for (const at of [...numbers].sort((a, b) => a - b)) {
      if (before !== undefined && at > before + 1) shownLines.push('…');
      before = at;
      const name = `${shown(file)}:${at + 1}`;
      const text = (linesOf(file)[at] ?? '').slice(0, longestLine);
      lines.set(name, text);
      shownLines.push(`${name}${marked.has(name) ? '*' : ''}| ${text}`);
    }
  }
  return { text: shownLines.join('\n'), lines, marked };
}

/** What is wrong with lines that an answer cites. */
export function citationProblems(cited: readonly string[], { lines, marked }: Excerpt): string[] {
  const unknown = cited.filter((name) => !lines.has(name));
  if (unknown.length > 0) {
    return [
      `There is no line ${unknown
        .slice(0, 3)
        .map((name) => JSON.stringify(name))
        .join(', ')}: cite FILE:LINE as they stand in front of the lines.`,
    ];
  }
  return cited.some((name) => marked.has(name))
    ? []
    : ['Each list of lines has to name one that is marked with *.'];
}

/** A line without what is around it, as it is remembered. */
export function rememberedText(line: string): string {
  return line.slice(0, longestLine).trim();
}

/** Lines as they are remembered, with their texts, so that it is seen when they have changed. */
export function remembered(cited: readonly string[], { lines }: Excerpt): string[] {
  return [...new Set(cited)].map((name) => `${name}: ${rememberedText(lines.get(name) ?? '')}`);
}
