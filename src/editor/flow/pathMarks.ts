// The path that somebody walks, in the editors: numbered marks, the current one highlighted.
import * as vscode from 'vscode';
import type { FlowPlace } from '../../core/dataflow/model';
import type { PathCursor, PathPosition } from './pathCursor';

export class PathMarks implements vscode.Disposable {
  private readonly mark = createMark('witness.pathMarkBackground');
  private readonly currentMark = createMark('witness.pathCurrentMarkBackground');
  private readonly listening: vscode.Disposable;

  constructor(private readonly cursor: PathCursor) {
    const draw = (): void => {
      this.drawAll();
    };
    this.listening = vscode.Disposable.from(
      cursor.onDidChange(draw),
      vscode.window.onDidChangeVisibleTextEditors(draw),
    );
  }

  /** Brings the current stop into view and selects it; the focus stays where it is. */
  async reveal(): Promise<void> {
    const { position } = this.cursor;
    const stop = position?.stops[position.index];
    if (stop === undefined) return;
    const range = rangeOf(stop);
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(stop.file), {
      preserveFocus: true,
      preview: true,
      selection: new vscode.Range(range.start, range.start),
    });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** What is drawn in a document: the number of each stop, with its 0-based line. */
  shown(document: vscode.TextDocument): readonly Mark[] {
    const { position } = this.cursor;
    return position === undefined ? [] : marksIn(document, position);
  }

  dispose(): void {
    this.listening.dispose();
    this.mark.dispose();
    this.currentMark.dispose();
  }

  private drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const marks = this.shown(editor.document);
      for (const [type, isCurrent] of [
        [this.mark, false],
        [this.currentMark, true],
      ] as const) {
        const options = marks.filter((mark) => mark.isCurrent === isCurrent).map(optionsOf);
        editor.setDecorations(type, options);
      }
    }
  }
}

/** A number in a document. */
export interface Mark {
  readonly line: number;
  readonly range: vscode.Range;
  readonly text: string;
  readonly isCurrent: boolean;
}

/** Several stops at one place are one mark with all their numbers. */
function marksIn(document: vscode.TextDocument, { stops, index }: PathPosition): Mark[] {
  const marks = new Map<string, Mark>();
  for (const [at, stop] of stops.entries()) {
    if (vscode.Uri.file(stop.file).toString() !== document.uri.toString()) continue;
    if (stop.line >= document.lineCount) continue;
    const range = rangeOf(stop);
    const key = `${stop.line}:${range.start.character}`;
    const known = marks.get(key);
    marks.set(key, {
      line: stop.line,
      range,
      text: known === undefined ? String(at + 1) : `${known.text},${at + 1}`,
      isCurrent: at === index || known?.isCurrent === true,
    });
  }
  return [...marks.values()];
}

function optionsOf({ range, text }: Mark): vscode.DecorationOptions {
  return { range, renderOptions: { before: { contentText: text } } };
}

/** A number in a box before the place, as SonarLint draws it, and a line under the place. */
function createMark(background: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    borderColor: new vscode.ThemeColor(background),
    borderStyle: 'solid',
    borderWidth: '0 0 1px 0',
    overviewRulerColor: new vscode.ThemeColor(background),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    before: {
      backgroundColor: new vscode.ThemeColor(background),
      color: new vscode.ThemeColor('witness.pathMarkForeground'),
      margin: '0 0.5ch 0 0; padding: 0 0.5ch; border-radius: 0.5ch',
      fontWeight: 'bold',
    },
  });
}

export function rangeOf({ range: { start, end } }: Pick<FlowPlace, 'range'>): vscode.Range {
  return new vscode.Range(start.line, start.column, end.line, end.column);
}
