// Shows the line of the step at which somebody stands.
import * as vscode from 'vscode';
import type { StepView } from '../../core/trace/stepView';
import { shownFile } from '../tracing/recordedFile';
import type { RecordingCursor } from './cursor';

export class CurrentStep implements vscode.Disposable {
  private readonly line: vscode.TextEditorDecorationType;
  private readonly listening: vscode.Disposable;

  /** @param isFresh Whether a document's text is the one that ran. */
  constructor(
    private readonly cursor: RecordingCursor,
    private readonly isFresh: (document: vscode.TextDocument) => boolean,
  ) {
    this.line = vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('witness.stepLineBackground'),
      overviewRulerColor: new vscode.ThemeColor('witness.stepLineBorder'),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
      borderColor: new vscode.ThemeColor('witness.stepLineBorder'),
      borderStyle: 'solid',
      borderWidth: '1px 0 1px 0',
    });
    const draw = (): void => {
      this.drawAll();
    };
    this.listening = vscode.Disposable.from(
      cursor.onDidChange(draw),
      vscode.window.onDidChangeVisibleTextEditors(draw),
      vscode.workspace.onDidChangeTextDocument(draw),
    );
  }

  /** Brings the line into view, without taking the focus from where it is. */
  async reveal(): Promise<void> {
    const { view } = this.cursor;
    if (view === undefined || view.place.file === '') return;
    const uri = vscode.Uri.file(view.place.file);
    const range = rangeOf(view);
    const visible = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    const options = { preserveFocus: true, preview: true, selection: range };
    const editor = visible ?? (await shownFile(uri, options));
    editor?.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    this.listening.dispose();
    this.line.dispose();
  }

  private drawAll(): void {
    const view = this.cursor.isDebugging ? undefined : this.cursor.view;
    for (const editor of vscode.window.visibleTextEditors) {
      const isHere = view !== undefined && isOf(editor.document, view) && this.isFresh(editor.document);
      editor.setDecorations(this.line, isHere ? [rangeOf(view)] : []);
    }
  }
}

function isOf(document: vscode.TextDocument, { place }: StepView): boolean {
  return document.uri.scheme === 'file' && document.uri.toString() === vscode.Uri.file(place.file).toString();
}

function rangeOf({ place }: StepView): vscode.Range {
  return new vscode.Range(place.line, 0, place.line, 0);
}
