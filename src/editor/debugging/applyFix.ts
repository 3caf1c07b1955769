// Writes a fix into the text that it belongs to, and into no other.
import path from 'node:path';
import * as vscode from 'vscode';
import type { Dialogs } from '../dialogs';
import { replaced } from '../replacedText';
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
