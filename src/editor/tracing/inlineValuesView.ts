// Draws the trace that is on show into the editors.
import * as vscode from 'vscode';
import { onSettingChange, setting } from '../settings';
import { createDecorations, type TraceDecorations } from './decorationTypes';
import type { RecordingCursor } from '../stepping/cursor';
import { type ShownFile, type ShownLine, shownFile, shownStep } from './shownLines';
import { isTraceable } from './traceTarget';
import type { TraceStore } from './traceStore';

const nothing: ShownFile = { lines: [], executed: [], notExecuted: [] };

export class InlineValuesView implements vscode.Disposable {
  private readonly decorations: TraceDecorations;
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly store: TraceStore,
    private readonly cursor: RecordingCursor,
  ) {
    this.decorations = createDecorations();
    const draw = (): void => {
      this.drawAll();
    };
    this.listening = vscode.Disposable.from(
      store.onDidChange(draw),
      cursor.onDidChange(draw),
      vscode.window.onDidChangeVisibleTextEditors(draw),
      onSettingChange(['inlineValues.enabled', 'inlineValues.maxLength'], draw),
    );
  }

  /** What is drawn in a document. */
  shown(document: vscode.TextDocument): ShownFile {
    const { view } = this.cursor;
    // A step shows lines of the text that ran.
    const file = view === undefined ? this.store.linesOf(document) : this.store.fileOf(document);
    const outcome = this.store.last?.outcome;
    if (file === undefined || outcome === undefined) return nothing;
    if (!setting('inlineValues.enabled', document)) return nothing;
    const maxLength = setting('inlineValues.maxLength', document);
    return view === undefined
      ? shownFile(file, outcome, document, maxLength)
      : shownStep(file.file, view, document, maxLength);
  }

  dispose(): void {
    this.listening.dispose();
    this.decorations.dispose();
  }

  private drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (isTraceable(editor.document)) this.draw(editor);
    }
  }

  private draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    const { lines, executed, notExecuted } = this.shown(document);
    const { value, raised, passed } = this.decorations;
    for (const [type, kind] of [
      [value, 'value'],
      [raised, 'raised'],
      [passed, 'passed'],
    ] as const) {
      const texts = lines.filter((line) => line.kind === kind);
      editor.setDecorations(
        type,
        texts.map((line) => afterLine(document, line)),
      );
    }
    const wholeLines = (numbers: readonly number[]): vscode.Range[] =>
      numbers.filter((line) => line < document.lineCount).map((line) => document.lineAt(line).range);
    editor.setDecorations(this.decorations.executed, wholeLines(executed));
    editor.setDecorations(this.decorations.notExecuted, wholeLines(notExecuted));
  }
}

function afterLine(document: vscode.TextDocument, { line, text }: ShownLine): vscode.DecorationOptions {
  const { end } = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } };
}
