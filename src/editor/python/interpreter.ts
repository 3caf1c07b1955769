// Which Python a document's programs run with, as far as the editor knows.
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { setting } from '../settings';

export interface ChosenInterpreter {
  readonly path: string;
  readonly origin: 'setting' | 'Python extension';
}

/** The setting's interpreter, else the one chosen in the Python extension; undefined leaves the search to the engine. */
export async function chosenInterpreter(
  document: vscode.TextDocument,
): Promise<ChosenInterpreter | undefined> {
  const named = setting('python.interpreter', document).trim();
  if (named !== '') return { path: expanded(named, document), origin: 'setting' };
  const active = await fromPythonExtension(document.uri);
  return active === undefined ? undefined : { path: active, origin: 'Python extension' };
}

function expanded(named: string, document: vscode.TextDocument): string {
  const folder =
    vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? path.dirname(document.fileName);
  const filled = named.replaceAll('${workspaceFolder}', folder).replace(/^~(?=[\\/])/, os.homedir());
  // A bare name is looked up on the PATH.
  return /[\\/]/.test(filled) ? path.resolve(folder, filled) : filled;
}

/** The part of the Python extension's API that is used here. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: unknown,
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

async function fromPythonExtension(resource: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi | undefined>('ms-python.python');
  if (extension === undefined) return undefined;
  try {
    const { environments } = (await extension.activate()) ?? {};
    const active = environments?.getActiveEnvironmentPath(resource);
    const resolved = active && (await environments?.resolveEnvironment(active));
    return resolved?.executable.uri?.fsPath;
  } catch {
    // Another extension's trouble; the engine searches by itself.
    return undefined;
  }
}
