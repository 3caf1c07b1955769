// Writes a fix into the text that it belongs to, and into no other.
import path from 'node:path';
import * as vscode from 'vscode';
import type { Dialogs } from '../dialogs';
import { isSameText } from './debugSession';
import type { DebugStore } from './debugStore';

/** Changes the document, which is not saved, so that one undo takes the fix back; false, and said why, where nothing was. */
export async function applyFix(store: DebugStore, dialogs: Pick<Dialogs, 'warn'>): Promise<boolean> {
  const { answer } = store.current ?? {};
  if (answer?.fixedText === undefined) {
    await dialogs.warn(vscode.l10n.t('There is no fix to apply. Debug a failing test first.'));
    return false;
  }
  const { file, text, fixedText } = answer;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const now = document.getText();
  const isApplied = isSameText(now, text) && (await replaced(document, now, fixedText));
  if (!isApplied) {
    await dialogs.warn(
      vscode.l10n.t(
        '{0} has changed since it was debugged, so nothing was written. Debug the test again for a fix of the text as it stands.',
        path.basename(file),
      ),
    );
  }
  return isApplied;
}

/** VS Code applies an edit only to the version of the document that it was made for. */
async function replaced(document: vscode.TextDocument, now: string, fixed: string): Promise<boolean> {
  const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const wanted = fixed.replace(/^\uFEFF/, '').replaceAll(/\r\n?|\n/g, lineEnd);
  const { from, to, text } = difference(now, wanted);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  return vscode.workspace.applyEdit(edit);
}

/** The one piece of a text, by offsets, whose replacement makes it the other: the cursor and folds elsewhere stay. */
function difference(before: string, after: string): { from: number; to: number; text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, text: after.slice(start, after.length - end) };
}
