// Draws the piece of code that was run into the editors.
import * as vscode from 'vscode';
import { onSettingChange, setting } from '../settings';
import { fragmentMarks, type FragmentMark, type FragmentWords } from './fragmentText';
import type { FragmentStore } from './fragmentStore';

const words: FragmentWords = {
  raised: (what) => vscode.l10n.t('raised {0}', what),
  wouldRaise: (what, because) =>
    because === ''
      ? vscode.l10n.t('may raise {0}', what)
      : vscode.l10n.t('may raise {0}, with {1}', what, because),
};

export class FragmentMarks implements vscode.Disposable {
  private readonly types = createTypes();
  private readonly listening: vscode.Disposable;

  constructor(private readonly store: FragmentStore) {
    const draw = (): void => {
      for (const editor of vscode.window.visibleTextEditors) this.draw(editor);
    };
    this.listening = vscode.Disposable.from(
      store.onDidChange(draw),
      vscode.window.onDidChangeVisibleTextEditors(draw),
      onSettingChange(['inlineValues.maxLength'], draw),
    );
  }

  /** What stands at the ends of a document's lines. */
  shown(document: vscode.TextDocument): FragmentMark[] {
    const { view } = this.store;
    if (view === undefined || this.store.of(document) === undefined) return [];
    return fragmentMarks(view, words, setting('inlineValues.maxLength', document));
  }

  dispose(): void {
    this.listening.dispose();
    for (const type of Object.values(this.types)) type.dispose();
  }

  private draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    const marks = this.shown(document);
    for (const kind of ['value', 'invented', 'error', 'claimed'] as const) {
      const own = marks.filter((mark) => mark.kind === kind && mark.line < document.lineCount);
      editor.setDecorations(
        this.types[kind],
        own.map((mark) => afterLine(document, mark)),
      );
    }
    const view = this.store.of(document) === undefined ? undefined : this.store.view;
    const whole = (lines: readonly number[] = []): vscode.Range[] =>
      lines.filter((line) => line < document.lineCount).map((line) => document.lineAt(line).range);
    editor.setDecorations(this.types.executed, whole(view?.executed));
    editor.setDecorations(this.types.notExecuted, whole(view?.notExecuted));
  }
}

function afterLine(document: vscode.TextDocument, { line, text }: FragmentMark): vscode.DecorationOptions {
  const { end } = document.lineAt(line).range;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } };
}

function createTypes(): Record<
  FragmentMark['kind'] | 'executed' | 'notExecuted',
  vscode.TextEditorDecorationType
> {
  const after = (color: string, more: object = {}): vscode.TextEditorDecorationType =>
    vscode.window.createTextEditorDecorationType({
      after: { color: new vscode.ThemeColor(color), margin: '0 0 0 3ch', ...more },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
  const bar = (color: string, borderStyle: string): vscode.TextEditorDecorationType =>
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderColor: new vscode.ThemeColor(color),
      borderStyle,
      borderWidth: '0 0 0 2px',
    });
  return {
    value: after('witness.inlineValueForeground'),
    invented: after('witness.inventedValueForeground', { fontStyle: 'italic' }),
    error: after('witness.raisedForeground', { fontWeight: 'bold' }),
    claimed: after('witness.raisedForeground', { fontStyle: 'italic' }),
    executed: bar('witness.executedBorder', 'solid'),
    notExecuted: bar('witness.notExecutedBorder', 'dashed'),
  };
}
