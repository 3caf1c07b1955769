// Which entry of launch.json is to be recorded.
import * as vscode from 'vscode';
import type { Dialogs } from '../dialogs';

/** An entry, and the document that stands for the file in the editor. */
export interface LaunchChoice {
  readonly name: string;
  readonly document: vscode.TextDocument;
}

interface Choice extends vscode.QuickPickItem {
  readonly folder: vscode.WorkspaceFolder;
}

/** Asks for an entry where there are several; undefined when nothing is to be recorded. */
export async function chosenConfiguration(dialogs: Dialogs): Promise<LaunchChoice | undefined> {
  const choices = (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => choicesIn(folder));
  if (choices.length === 0) {
    await dialogs.warn(
      vscode.l10n.t(
        'There is no configuration to record: launch.json has none that launches a Python program. Add one, or trace a file or function.',
      ),
    );
    return undefined;
  }
  const title = vscode.l10n.t('Record a Configuration');
  const chosen = choices.length === 1 ? choices[0] : await dialogs.pick(title, choices);
  if (chosen === undefined) return undefined;
  return { name: chosen.label, document: await documentFor(chosen.folder) };
}

function choicesIn(folder: vscode.WorkspaceFolder): Choice[] {
  const launch = vscode.workspace.getConfiguration('launch', folder.uri);
  const entries = launch.inspect<vscode.DebugConfiguration[]>('configurations')?.workspaceFolderValue ?? [];
  return entries
    .filter(({ type, request }) => /^(python|debugpy)$/.test(type) && request === 'launch')
    .map(({ name, program, module }: vscode.DebugConfiguration): Choice => {
      const what: unknown = program ?? module;
      return { label: name, folder, description: typeof what === 'string' ? what : folder.name };
    });
}

/** The file in the editor, as far as it belongs to the folder. */
async function documentFor(folder: vscode.WorkspaceFolder): Promise<vscode.TextDocument> {
  const active = vscode.window.activeTextEditor?.document;
  const isInFolder = active && vscode.workspace.getWorkspaceFolder(active.uri)?.index === folder.index;
  if (active !== undefined && isInFolder === true) return active;
  return vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, '.vscode/launch.json'));
}
