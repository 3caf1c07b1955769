// Snaps a range of lines to whole statements, so that what is selected can run on its own.
import type { SourceModel, Statement } from '../syntax/model';

export interface Selection {
  /** 0-based, both ends included. */
  readonly startLine: number;
  readonly endLine: number;
  /** Path of the function or method that the statements were taken from; undefined at the top of the file. */
  readonly within?: string | undefined;
}

/** The statements that a range touches: whole statements next to each other, else the smallest one around them all.
 * Undefined where there are none. Lines are 0-based, both ends included. */
export function snap(
  model: SourceModel,
  lines: readonly string[],
  from: number,
  to: number,
): Selection | undefined {
  let candidates = outermost(model.statements);
  let around: Statement | undefined;
  for (;;) {
    const touched = candidates.filter((s) => s.range.start.line <= to && s.range.end.line >= from);
    const [first] = touched;
    if (first === undefined) return around && selection(model, around, around);
    const last = touched.at(-1) ?? first;
    if (around !== undefined && !areNeighbours(touched, lines)) return selection(model, around, around);
    const inside = touched.length === 1 && from > first.headRange.end.line && to <= first.range.end.line;
    if (!inside) return selection(model, first, last);
    around = first;
    candidates = outermost(model.statements.filter((s) => s !== first && contains(first, s)));
  }
}

/** The lines of a selection, without the indentation that they share, below as many empty lines as stand before it:
 * line numbers stay. */
export function textOf({ startLine, endLine }: Selection, lines: readonly string[]): string {
  const chosen = lines.slice(startLine, endLine + 1);
  const indents = chosen.flatMap((line) => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)?.[0] ?? '']));
  const shared = indents[0] ?? '';
  const dedented = chosen.map((line) =>
    line.startsWith(shared) ? line.slice(shared.length) : line.trimStart(),
  );
  return [...Array<string>(startLine).fill(''), ...dedented].join('\n');
}

function outermost(statements: readonly Statement[]): Statement[] {
  const kept: Statement[] = [];
  for (const statement of statements) {
    if (!kept.some((other) => other !== statement && contains(other, statement))) kept.push(statement);
  }
  return kept;
}

function contains(outer: Statement, inner: Statement): boolean {
  const { start, end } = outer.range;
  const after =
    inner.range.start.line > start.line ||
    (inner.range.start.line === start.line && inner.range.start.column > start.column);
  return after && inner.range.end.line <= end.line;
}

/** Whether only blank lines and comments stand between statements, and no `else:` of the one around them. */
function areNeighbours(statements: readonly Statement[], lines: readonly string[]): boolean {
  return statements.slice(1).every((statement, i) => {
    const before = statements[i]?.range.end.line ?? 0;
    const between = lines.slice(before + 1, statement.range.start.line);
    return between.every((line) => /^\s*(#.*)?$/.test(line));
  });
}

function selection(model: SourceModel, first: Statement, last: Statement): Selection {
  const owner = model.functions[first.functionIndex];
  return {
    startLine: first.range.start.line,
    endLine: last.range.end.column === 0 ? last.range.end.line - 1 : last.range.end.line,
    within: owner === undefined || owner.kind === 'module' ? undefined : owner.path,
  };
}
