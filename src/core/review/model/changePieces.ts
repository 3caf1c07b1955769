// A changed file as a model reads it: hunks with numbered lines, in pieces that fit a budget.
import type { TokenCounter } from '../../model/languageModel';
import type { Hunk } from '../change';
import { touches } from '../change';
import type { ReviewedPart } from '../reviewReport';

/** A part with the id by which a model names it. */
export interface NumberedPart {
  readonly id: string;
  readonly part: ReviewedPart;
}

export interface ChangePiece {
  readonly text: string;
  /** Lines of the new version that are new, or stand next to removed ones, and are shown; 0-based. */
  readonly lines: ReadonlySet<number>;
  readonly parts: readonly NumberedPart[];
}

export interface ChangedTexts {
  readonly old: string;
  readonly new: string;
  readonly hunks: readonly Hunk[];
  readonly parts: readonly ReviewedPart[];
}

/** Lines around a hunk that are shown, besides the first line of the function that it stands in. */
const before = 6;
const after = 3;

/** @param budget Tokens of one piece. What of a single hunk does not fit is left out, and said to be. */
export function changePieces(change: ChangedTexts, budget: number, count: TokenCounter): ChangePiece[] {
  const pieces: ChangePiece[] = [];
  let open: Hunk[] = [];
  const close = (): void => {
    if (open.length > 0) pieces.push(pieceOf(open, change, budget, count));
    open = [];
  };
  for (const hunk of change.hunks) {
    if (open.length > 0 && count(textOf([...open, hunk], change).join('\n')) > budget) close();
    open.push(hunk);
  }
  close();
  return pieces;
}

function pieceOf(
  hunks: readonly Hunk[],
  change: ChangedTexts,
  budget: number,
  count: TokenCounter,
): ChangePiece {
  const all = textOf(hunks, change);
  const shown = fitting(all, budget, count);
  const numbers = new Set(shown.flatMap((line) => numberOf(line) ?? []));
  const lines = [...commentable(hunks, change.new)].filter((line) => numbers.has(line));
  const touched = change.parts.filter(({ lines: own }) =>
    hunks.some((hunk) => touches(hunk.new, own) || touches(hunk.old, own)),
  );
  const left = all.length - shown.length;
  return {
    text: [...shown, ...(left > 0 ? [`(${left} more lines are not shown)`] : [])].join('\n'),
    lines: new Set(lines),
    parts: touched.map((part, index) => ({ id: `P${index + 1}`, part })),
  };
}

/** The first lines, as many as fit. */
function fitting(lines: readonly string[], budget: number, count: TokenCounter): readonly string[] {
  if (count(lines.join('\n')) <= budget) return lines;
  let [low, high] = [1, lines.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (count(lines.slice(0, middle).join('\n')) <= budget) low = middle;
    else high = middle - 1;
  }
  return lines.slice(0, low);
}

function textOf(hunks: readonly Hunk[], { old, new: now, parts }: ChangedTexts): string[] {
  const oldLines = old.split('\n');
  const newLines = now.split('\n');
  const shown = shownLines(hunks, parts, newLines.length);
  const text: string[] = [];
  let last = -1;
  for (let line = 0; line <= newLines.length; line++) {
    for (const hunk of hunks.filter(({ new: span }) => span.start === line)) {
      text.push(...oldLines.slice(hunk.old.start, hunk.old.end).map((removed) => `     - ${removed}`));
    }
    if (!shown.has(line)) continue;
    if (line > last + 1) text.push('     …');
    last = line;
    const isNew = hunks.some(({ new: { start, end } }) => line >= start && line < end);
    text.push(`${String(line + 1).padStart(4)} ${isNew ? '+' : ' '} ${newLines[line] ?? ''}`);
  }
  return text;
}

function numberOf(line: string): number | undefined {
  const number = /^ *(\d+) [+ ] /.exec(line)?.[1];
  return number === undefined ? undefined : Number(number) - 1;
}

function shownLines(
  hunks: readonly Hunk[],
  parts: readonly ReviewedPart[],
  count: number,
): ReadonlySet<number> {
  const shown = new Set<number>();
  for (const { new: span } of hunks) {
    for (const { path, lines } of parts) {
      if (path !== '<module>' && touches(span, lines)) shown.add(lines.start);
    }
    for (let line = span.start - before; line < span.end + after; line++) {
      if (line >= 0 && line < count) shown.add(line);
    }
  }
  return shown;
}

/** Lines that comments may stand at: new ones, and both neighbours of removed ones. */
export function commentable(hunks: readonly Hunk[], text: string): ReadonlySet<number> {
  const last = text.split('\n').length - 1;
  const lines = new Set<number>();
  for (const { new: span } of hunks) {
    const [from, to] = span.start === span.end ? [span.start - 1, span.start + 1] : [span.start, span.end];
    for (let line = Math.max(0, from); line < to && line <= last; line++) lines.add(line);
  }
  return lines;
}
