// Numbers before the lines of a chain of causes.
import * as vscode from 'vscode';
import type { WhyCause } from '../../protocol/recordings';

export class WhyMarks implements vscode.Disposable {
  private readonly mark = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    overviewRulerColor: new vscode.ThemeColor('witness.causeForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  private readonly listening: vscode.Disposable;
  private chain: readonly WhyCause[] = [];

  /** @param isFresh Whether a document's text is the one that ran. */
  constructor(private readonly isFresh: (document: vscode.TextDocument) => boolean) {
    const draw = (): void => {
      this.draw();
    };
    this.listening = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(draw),
      vscode.workspace.onDidChangeTextDocument(draw),
    );
  }

  show(chain: readonly WhyCause[]): void {
    this.chain = chain;
    this.draw();
  }

  dispose(): void {
    this.listening.dispose();
    this.mark.dispose();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      editor.setDecorations(this.mark, this.isFresh(document) ? this.marksIn(document) : []);
    }
  }

  private marksIn(document: vscode.TextDocument): vscode.DecorationOptions[] {
    const numbers = new Map<number, number[]>();
    for (const { place, number } of this.chain) {
      if (vscode.Uri.file(place.file).toString() !== document.uri.toString()) continue;
      numbers.set(place.line, [...(numbers.get(place.line) ?? []), number]);
    }
    return [...numbers].flatMap(([line, list]) => {
      if (line >= document.lineCount) return [];
      const at = document.lineAt(line).firstNonWhitespaceCharacterIndex;
      const more = list.length > 4 ? '…' : '';
      const before = {
        contentText: `${list.slice(0, 4).join(' ')}${more}`,
        color: new vscode.ThemeColor('witness.causeForeground'),
        border: '1px solid',
        borderColor: new vscode.ThemeColor('witness.causeForeground'),
        margin: '0 1ch 0 0',
      };
      return [{ range: new vscode.Range(line, at, line, at), renderOptions: { before } }];
    });
  }
}
