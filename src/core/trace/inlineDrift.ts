// Values of a run, while the text that ran is edited: what the edit leaves alone moves along, the rest goes.
import { reanchor } from '../text/drift';
import type { TextEdit } from '../text/edit';
import type { InlineLine, InlineRaise, InlineValues } from './inlineValues';

/** Lines of a function, 0-based and inclusive. */
export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

export interface DriftingValues extends InlineValues {
  /** The functions that the file had, outer ones first. */
  readonly functions: readonly LineSpan[];
}

/** An edit, and whether it only adds or takes away blank lines. */
export interface LineEdit extends TextEdit {
  readonly isBlank: boolean;
}

/**
 * Where the values stand after edits, each of which refers to the text that the one before it left. Of a function whose
 * text changed all values go, those of the functions in it excepted: a statement that changed may change what
 * every other one saw.
 */
export function drifted<V extends DriftingValues>(values: V, edits: readonly LineEdit[]): V {
  return edits.reduce<V>((current, edit) => afterEdit(current, edit), values);
}

function afterEdit<V extends DriftingValues>(values: V, edit: LineEdit): V {
  const { functions } = values;
  const touched = edit.isBlank ? new Set<LineSpan>() : touchedBy(edit, functions);
  const outside: LineSpan = { startLine: 0, endLine: Infinity };
  const isKept = (line: number): boolean => !touched.has(innermost(functions, line) ?? outside);
  const goesOutside = !edit.isBlank && !functions.some((item) => holds(item, edit));
  if (goesOutside) touched.add(outside);
  return {
    ...values,
    lines: values.lines.flatMap((item) => (isKept(item.line) ? movedLine(item, edit) : [])),
    raises: values.raises.flatMap((item) => (isKept(item.line) ? movedRaise(item, edit) : [])),
    notExecuted: values.notExecuted.flatMap((line) => (isKept(line) ? (moved(line, line, edit) ?? []) : [])),
    functions: functions.flatMap((item) => movedSpan(item, edit)),
  };
}

/** Functions that the edit reaches into, without those of which an inner one holds all of it. */
function touchedBy(edit: TextEdit, functions: readonly LineSpan[]): Set<LineSpan> {
  const reached = functions.filter(
    ({ startLine, endLine }) => edit.range.start.line <= endLine && startLine <= edit.range.end.line,
  );
  return new Set(
    reached.filter(
      (item) => !reached.some((inner) => inner !== item && isWithin(inner, item) && holds(inner, edit)),
    ),
  );
}

function holds({ startLine, endLine }: LineSpan, { range }: TextEdit): boolean {
  return startLine <= range.start.line && range.end.line <= endLine;
}

function isWithin(inner: LineSpan, outer: LineSpan): boolean {
  return outer.startLine <= inner.startLine && inner.endLine <= outer.endLine;
}

function innermost(functions: readonly LineSpan[], line: number): LineSpan | undefined {
  return functions.findLast(({ startLine, endLine }) => startLine <= line && line <= endLine);
}

function movedLine(item: InlineLine, edit: TextEdit): InlineLine[] {
  const line = moved(item.line, item.endLine, edit);
  return line === undefined ? [] : [{ ...item, line, endLine: line + item.endLine - item.line }];
}

function movedRaise(item: InlineRaise, edit: TextEdit): InlineRaise[] {
  const line = moved(item.line, item.line, edit);
  return line === undefined ? [] : [{ ...item, line }];
}

/** Where whole lines start now; undefined where their text was touched. */
function moved(line: number, endLine: number, edit: TextEdit): number | undefined {
  const range = { start: { line, column: 0 }, end: { line: endLine, column: Number.MAX_SAFE_INTEGER } };
  const { start } = reanchor(range, [edit]) ?? { start: { line: -1, column: 1 } };
  return start.column === 0 ? start.line : undefined;
}

/** A function grows and shrinks with what is edited in it. */
function movedSpan({ startLine, endLine }: LineSpan, { range, text }: TextEdit): LineSpan[] {
  const added = text.split(/\r\n|\r|\n/).length - 1 - (range.end.line - range.start.line);
  const isBefore = range.end.line < startLine || (range.end.line === startLine && range.end.column === 0);
  const start = isBefore ? startLine + added : startLine;
  const end = range.start.line > endLine ? endLine : endLine + added;
  return end < start ? [] : [{ startLine: start, endLine: end }];
}
