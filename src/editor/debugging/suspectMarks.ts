// Marks at the blocks under suspicion, with what is known of them in words.
import * as vscode from 'vscode';
import type { ReportedSuspect } from '../../core/debugging/debugReport';
import { shownSuspects } from './debugSession';
import type { DebugStore } from './debugStore';
import { verdictText } from './debugText';

/** Blocks that are marked although nothing was witnessed about them. */
const mostClaimed = 3;

/** A block that is marked. */
export interface SuspectMark {
  readonly suspect: ReportedSuspect;
  readonly text: string;
  /** Where there is little room, as in a diff editor. */
  readonly short: string;
}

export class SuspectMarks implements vscode.Disposable {
  private readonly types = {
    claimed: createMark('witness.suspectForeground', 'witness.suspectBackground', 'dashed'),
    witnessed: createMark('witness.blamedForeground', 'witness.blamedBackground', 'solid'),
  };
  private readonly listening: vscode.Disposable;

  constructor(private readonly store: DebugStore) {
    const draw = (): void => {
      this.drawAll();
    };
    this.listening = vscode.Disposable.from(
      store.onDidChange(draw),
      vscode.window.onDidChangeVisibleTextEditors(draw),
      vscode.window.tabGroups.onDidChangeTabs(draw),
    );
  }

  /** The marks of a document, whose text is the one that was debugged. */
  shown(document: vscode.TextDocument): readonly SuspectMark[] {
    const { store } = this;
    if (!store.isAbout(document) || store.textState !== 'same') return [];
    return (store.current === undefined ? [] : shownSuspects(store.current).suspects)
      .filter(
        ({ rank, level, endLine }) =>
          (rank <= mostClaimed || level === 'witnessed') && endLine <= document.lineCount,
      )
      .map((suspect) => ({ suspect, text: textOf(suspect), short: shortTextOf(suspect) }));
  }

  dispose(): void {
    this.listening.dispose();
    for (const { block, word } of Object.values(this.types)) {
      block.dispose();
      word.dispose();
    }
  }

  private drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const marks = this.shown(document);
      const isNarrow = isInDiff(editor);
      for (const level of ['claimed', 'witnessed'] as const) {
        const own = marks.filter(
          ({ suspect }) => (suspect.level === 'witnessed') === (level === 'witnessed'),
        );
        editor.setDecorations(
          this.types[level].block,
          own.map(({ suspect }) => new vscode.Range(suspect.startLine - 1, 0, suspect.endLine - 1, 0)),
        );
        editor.setDecorations(
          this.types[level].word,
          own.map(({ suspect, text, short }) => {
            const { end } = document.lineAt(suspect.startLine - 1).range;
            const contentText = isNarrow ? short : text;
            return { range: new vscode.Range(end, end), renderOptions: { after: { contentText } } };
          }),
        );
      }
    }
  }
}

/** `suspect 1 · witnessed: to blame, a change here repairs`. */
function textOf(suspect: ReportedSuspect): string {
  const verdict = verdictText(suspect);
  const what = vscode.l10n.t('suspect {0} · {1}', suspect.rank, suspect.level);
  return verdict === '' ? what : `${what}: ${verdict}`;
}

function shortTextOf({ rank }: ReportedSuspect): string {
  return vscode.l10n.t('#{0}', rank);
}

/** Whether an editor is one side of a diff editor, where the rest of a line is cut off. */
function isInDiff({ document, viewColumn }: vscode.TextEditor): boolean {
  const groups = vscode.window.tabGroups.all.filter(
    (group) => viewColumn === undefined || group.viewColumn === viewColumn,
  );
  const address = document.uri.toString();
  return groups.some(({ activeTab }) => {
    const input = activeTab?.input;
    if (!(input instanceof vscode.TabInputTextDiff)) return false;
    return [input.original, input.modified].some((uri) => uri.toString() === address);
  });
}

function createMark(
  foreground: string,
  background: string,
  borderStyle: string,
): { readonly block: vscode.TextEditorDecorationType; readonly word: vscode.TextEditorDecorationType } {
  const color = new vscode.ThemeColor(foreground);
  return {
    block: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor(background),
      borderColor: color,
      borderStyle,
      borderWidth: '0 0 0 3px',
      overviewRulerColor: color,
      overviewRulerLane: vscode.OverviewRulerLane.Center,
    }),
    word: vscode.window.createTextEditorDecorationType({
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      after: { color, margin: '0 0 0 3ch' },
    }),
  };
}
