import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const helper = 'def twice(x):\n    y = x * 2\n    return y\n';
const main = 'import helper\n\ndef test_it():\n    z = helper.twice(4)\n    return z\n';

describe('live mode', () => {
  const open = usePythonFiles();
  const live = (): unknown => vscode.workspace.getConfiguration('witness').get('trace.live');
  const saveWith = async (document: vscode.TextDocument, from: string, to: string): Promise<void> => {
    const at = document.positionAt(document.getText().indexOf(from));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, from.length)), to);
    await vscode.workspace.applyEdit(edit);
    await document.save();
  };

  afterEach(async () => {
    await vscode.workspace.getConfiguration('witness').update('trace.live', undefined, true);
  });

  it('is off until it is turned on, and can be turned off again', async () => {
    assert.equal(live(), false);
    await vscode.commands.executeCommand('witness.toggleLive');
    assert.equal(live(), true);
    await vscode.commands.executeCommand('witness.toggleLive');
    assert.equal(live(), false);
  });

  it('runs again what was run last when a file of it is saved, the newest text wins', async () => {
    const document = await open('main.py', main);
    const imported = await open('helper.py', helper, document);
    const other = await open('other.py', 'x = 1\n', document);
    await traceFunction(document, 'test_it');
    await vscode.commands.executeCommand('witness.toggleLive');
    const before = (await witness()).lastTrace();
    await saveWith(other, 'x = 1', 'x = 2');
    await saveWith(imported, 'x * 2', 'x * 3');
    await saveWith(imported, 'x * 3', 'x * 5');
    await eventually(
      () => textsIn(document),
      (texts) => texts.includes('4: z = 20'),
    );
    assert.notEqual((await witness()).lastTrace(), before);
  });

  it('leaves alone what is not part of the run', async () => {
    const document = await open('main.py', main);
    await open('helper.py', helper, document);
    const other = await open('other.py', 'x = 1\n', document);
    await traceFunction(document, 'test_it');
    await vscode.commands.executeCommand('witness.toggleLive');
    const before = (await witness()).lastTrace();
    await saveWith(other, 'x = 1', 'x = 2');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal((await witness()).lastTrace(), before);
  });
});
