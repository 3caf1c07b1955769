// What is analysed: files and folders, and the folder that holds `.witness`.
import path from 'node:path';
import * as vscode from 'vscode';
import { flowLanguages } from './flowRun';
import type { AnalysisOrder } from './flowStore';

/** The document that commands are about: given, or the active one; undefined when it cannot be analysed. */
export async function analysable(given: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  const document =
    given === undefined
      ? vscode.window.activeTextEditor?.document
      : await vscode.workspace.openTextDocument(given);
  if (document?.uri.scheme !== 'file' || !flowLanguages.includes(document.languageId)) return undefined;
  return document;
}

export function fileOrder({ uri, fileName }: vscode.TextDocument): AnalysisOrder {
  return { scope: 'all', paths: [fileName], root: rootOf(uri) };
}

/** Undefined where no folder is open. */
export function workspaceOrder(scope: AnalysisOrder['scope']): AnalysisOrder | undefined {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [first] = folders;
  if (first === undefined) return undefined;
  return { scope, paths: folders.map(({ uri }) => uri.fsPath), root: first.uri.fsPath };
}

/** Everything of the folder that a document lies in; of a file outside of all folders, the file. */
export function orderAround(document: vscode.TextDocument): AnalysisOrder {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
  return folder === undefined ? fileOrder(document) : { scope: 'all', paths: [folder], root: folder };
}

function rootOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath);
}
