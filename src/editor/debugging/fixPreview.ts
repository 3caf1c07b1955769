// A fix beside the text that it belongs to, in VS Code's own diff editor. Nothing is written.
import path from 'node:path';
import * as vscode from 'vscode';
import type { DebugStore } from './debugStore';

export const fixScheme = 'witness-fix';

export class FixPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly listening: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(private readonly store: DebugStore) {
    this.listening = store.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme === fixScheme) this.changed.fire(uri);
      }
    });
  }

  /** The text with the fix, or the one that was debugged where the file has other contents by now. */
  provideTextDocumentContent({ authority }: vscode.Uri): string {
    const { answer } = this.store.current ?? {};
    return (authority === 'fixed' ? answer?.fixedText : answer?.text) ?? '';
  }

  /** Opens the diff; false where there is no fix. */
  async show(): Promise<boolean> {
    const { current, textState } = this.store;
    const { answer } = current ?? {};
    if (answer?.fix === undefined || answer.fixedText === undefined) return false;
    const file = vscode.Uri.file(answer.file);
    const before = textState === 'same' ? file : addressOf('debugged', file);
    const name = path.basename(answer.file);
    const title =
      answer.fix.fitsOnlyGivenTests === true
        ? vscode.l10n.t('{0}: a change that fits the given tests only', name)
        : vscode.l10n.t('{0}: fix, {1}', name, answer.fix.level);
    await vscode.commands.executeCommand('vscode.diff', before, addressOf('fixed', file), title);
    return true;
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }
}

function addressOf(authority: 'fixed' | 'debugged', { path: file }: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: fixScheme, authority, path: file });
}
