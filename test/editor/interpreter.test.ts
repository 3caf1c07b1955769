import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { chosenInterpreter } from '../../src/editor/python/interpreter';

describe('the interpreter that the editor chooses', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const set = async (value: string | undefined): Promise<void> => {
    const configuration = vscode.workspace.getConfiguration('witness');
    await configuration.update('python.interpreter', value, vscode.ConfigurationTarget.Global);
  };
  const chosen = async (): Promise<string | undefined> => {
    const document = await vscode.workspace.openTextDocument(path.join(folder, 'pay.py'));
    return (await chosenInterpreter(document))?.path;
  };
  afterEach(() => set(undefined));

  it("is the engine's matter where nothing is set and there is no Python extension", async () => {
    assert.equal(await chosen(), undefined);
  });

  it('is the one in the settings, relative to the folder', async () => {
    await set('${workspaceFolder}/env/bin/python');
    assert.equal(await chosen(), path.join(folder, 'env', 'bin', 'python'));
    await set('env/python');
    assert.equal(await chosen(), path.join(folder, 'env', 'python'));
  });

  it('may be a name on the PATH', async () => {
    await set('python3.12');
    assert.equal(await chosen(), 'python3.12');
  });
});
