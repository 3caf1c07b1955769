// What is written at which line of a document, before it becomes decorations.
import * as vscode from 'vscode';
import type { InlineLine, InlineRaise } from '../../core/trace/inlineValues';
import type { Outcome } from '../../core/trace/model';
import type { TracedFile } from '../../protocol/engine';
import type { StepView } from '../../core/trace/stepView';
import { oneLine, clip } from '../../core/text/oneLine';
import { lineText, raiseText } from './inlineText';

export interface ShownLine {
  /** 0-based. */
  readonly line: number;
  readonly text: string;
  readonly kind: 'value' | 'raised' | 'passed';
}

export interface ShownFile {
  readonly lines: readonly ShownLine[];
  readonly executed: readonly number[];
  readonly notExecuted: readonly number[];
}

/** @param maxLength Characters at the end of one line at most. */
export function shownFile(
  file: TracedFile,
  outcome: Outcome,
  document: vscode.TextDocument,
  maxLength: number,
): ShownFile {
  const marks = new Map<number, ShownLine>();
  for (const raise of file.raises) marks.set(raise.line, raiseLine(raise, maxLength));
  const stopped = stoppedLine(file, outcome);
  if (stopped !== undefined) marks.set(stopped.line, stopped);
  const executed = new Set<number>();
  for (const { line, endLine } of file.lines) {
    for (let at = line; at <= endLine; at++) executed.add(at);
  }
  const values = file.lines.flatMap((line): ShownLine[] => {
    if (line.line >= document.lineCount) return [];
    const text = lineText(line, sourceOf(line, document), maxLength);
    return text === undefined || marks.has(line.line) ? [] : [{ line: line.line, text, kind: 'value' }];
  });
  return {
    lines: [...values, ...marks.values()].sort((a, b) => a.line - b.line),
    executed: [...executed].filter((line) => marks.get(line)?.kind !== 'raised'),
    notExecuted: file.notExecuted,
  };
}

/** What a document shows while somebody stands at a step: the frames under way, up to there. */
export function shownStep(
  file: string,
  { files, place, raised }: StepView,
  document: vscode.TextDocument,
  maxLength: number,
): ShownFile {
  const lines = files.find((shown) => shown.file === file)?.lines ?? [];
  const values = lines.flatMap((line): ShownLine[] => {
    if (line.line >= document.lineCount) return [];
    const text = lineText(line, sourceOf(line, document), maxLength, 'nth');
    const isMarked = raised !== undefined && place.file === file && place.line === line.line;
    return text === undefined || isMarked ? [] : [{ line: line.line, text, kind: 'value' }];
  });
  if (raised !== undefined && place.file === file) {
    const what = oneLine(raised.message === '' ? raised.type : `${raised.type}: ${raised.message}`);
    const text = clip(vscode.l10n.t('raised {0}', what), 2 * maxLength);
    values.push({ line: place.line, text, kind: 'raised' });
  }
  const executed = lines.filter(({ line }) => line !== place.line || place.file !== file);
  return { lines: values, executed: executed.flatMap(linesOf), notExecuted: [] };
}

function linesOf({ line, endLine }: InlineLine): number[] {
  return Array.from({ length: endLine - line + 1 }, (_, i) => line + i);
}

function sourceOf({ line, endLine }: InlineLine, document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(line, 0, endLine + 1, 0)).trim();
}

/** What went wrong gets more room than a value. */
function raiseLine(raise: InlineRaise, maxLength: number): ShownLine {
  const text = raiseText(
    raise,
    {
      raised: (what) => vscode.l10n.t('raised {0}', what),
      caught: (what) => vscode.l10n.t('raised {0}, caught', what),
      passesThrough: (type) => vscode.l10n.t('{0} passes through', type),
    },
    2 * maxLength,
  );
  return { line: raise.line, text, kind: raise.uncaught && raise.origin ? 'raised' : 'passed' };
}

/** Where the innermost of the frames in this file stood when the run was ended at its limit. */
function stoppedLine({ file }: TracedFile, outcome: Outcome): ShownLine | undefined {
  if (outcome.kind !== 'timeout') return undefined;
  const frames = outcome.where?.stack ?? [];
  const at = frames.findIndex((frame) => frame.path === file);
  const frame = frames[at];
  if (frame === undefined) return undefined;
  const isInnermost = frames.slice(0, at).every(({ path }) => path !== file);
  const text = vscode.l10n.t('still here after {0} s', outcome.limitMs / 1000);
  return { line: frame.line - 1, text, kind: isInnermost ? 'raised' : 'passed' };
}
