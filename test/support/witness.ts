import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { WitnessApi } from '../../src/extension';
import { eventually } from './eventually';

/** The extension's API; activates it. */
export async function witness(): Promise<WitnessApi> {
  const extension = vscode.extensions.getExtension<WitnessApi>('witness.witness');
  assert.ok(extension, 'Witness is not installed');
  return extension.activate();
}

/**
 * Writes a Python file and opens it: in a folder of its own outside of the workspace, or `beside` another one. A file
 * rewritten below an open document would be read again whenever VS Code notices.
 */
type OpenPythonFile = (
  name: string,
  text: string,
  beside?: vscode.TextDocument,
) => Promise<vscode.TextDocument>;

/** Python files that are removed after the tests of a `describe`. */
export function usePythonFiles(): OpenPythonFile {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'witness editor '));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });
  return async (name, text, beside) => {
    const own = beside ? path.dirname(beside.fileName) : await mkdtemp(path.join(folder, 'files '));
    const file = path.join(own, name);
    await writeFile(file, text);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    await vscode.window.showTextDocument(document);
    return document;
  };
}

/** The titles of a document's CodeLenses with their 0-based lines, once there are any. */
export async function lensesOf(document: vscode.TextDocument): Promise<{ line: number; title: string }[]> {
  const lenses = await eventually(
    async () =>
      vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100),
    (found) => found.length > 0,
  );
  return lenses
    .map(({ range, command }) => ({ line: range.start.line, title: command?.title ?? '' }))
    .sort((a, b) => a.line - b.line);
}

/** Traces a function as its CodeLens does. */
export async function traceFunction(document: vscode.TextDocument, functionPath: string): Promise<void> {
  await vscode.commands.executeCommand('witness.traceFunction', { uri: document.uri, functionPath });
}

/** What stands at the ends of a document's lines: `line: text`, lines from 1. */
export async function textsIn(document: vscode.TextDocument): Promise<string[]> {
  const { lines } = (await witness()).shown(document);
  return lines.map(({ line, text }) => `${line + 1}: ${text}`);
}
