import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the editor tests themselves', () => {
  it('run in the VS Code that was asked for', () => {
    const wanted = process.env['WITNESS_VSCODE_VERSION'];
    if (wanted !== 'stable') assert.equal(vscode.version, wanted);
    assert.match(vscode.version, /^\d+\.\d+\.\d+$/);
  });

  it('have a workspace of their own to write to', async () => {
    const file = vscode.Uri.joinPath(workspaceFolder().uri, 'written by a test.txt');
    await vscode.workspace.fs.writeFile(file, Buffer.from('text'));
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.getText(), 'text');
  });

  it('find files whose paths hold spaces and more than ASCII', async () => {
    const found = await vscode.workspace.findFiles('**/*.py');
    const names = found.map((uri) => uri.path.split('/').at(-1)?.normalize('NFC')).sort();
    assert.deepEqual(names, ['größe.py', 'pay.py']);
  });

  it('see Witness', () => {
    assert.ok(vscode.extensions.getExtension('witness.witness'));
  });
});

function workspaceFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder;
}
