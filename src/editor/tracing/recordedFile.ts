// Files that ran may have been renamed or deleted since.
import path from 'node:path';
import * as vscode from 'vscode';
import { windowDialogs } from '../dialogs';

/** Opens a file that ran; undefined where it is gone, which is said. */
export async function shownFile(
  uri: vscode.Uri,
  options: vscode.TextDocumentShowOptions,
): Promise<vscode.TextEditor | undefined> {
  if (await isThere(uri)) return vscode.window.showTextDocument(uri, options);
  void windowDialogs.warn(goneText(uri));
  return undefined;
}

export async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

export function goneText({ fsPath }: vscode.Uri): string {
  return vscode.l10n.t(
    '{0} is no longer there: it was renamed or deleted since it ran. Open it under its new name and trace it again.',
    path.basename(fsPath),
  );
}
