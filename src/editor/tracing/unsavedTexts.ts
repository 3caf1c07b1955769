// The texts that a run is handed because they are not on disk.
import * as vscode from 'vscode';
import type { UnsavedText } from '../../protocol/engine';
import { isTraceable } from './traceTarget';

/** Every unsaved document that may be part of a program. */
export function unsavedTexts(): UnsavedText[] {
  return vscode.workspace.textDocuments
    .filter((document) => document.isDirty && isHandedOver(document))
    .map((document) => ({ file: document.fileName, text: document.getText() }));
}

/** Whether a document's text can run without being saved: in another encoding its bytes are not known. */
export function isHandedOver(document: vscode.TextDocument): boolean {
  return isTraceable(document) && document.encoding === 'utf8';
}
