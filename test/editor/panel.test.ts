import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `def add(a, b):
    return a + b

def total(items):
    t = 0
    for item in items:
        t = add(t, item)
    return t

def test_total():
    assert total([1, 2, 3, 4, 5, 6, 7, 8]) == 0
`;

describe('the recording as a whole', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  before(async () => {
    document = await open('totals.py', program);
  });
  beforeEach(() => traceFunction(document, 'test_total'));
  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is a page beside the code, one for the window, and goes with the recording', async () => {
    await vscode.commands.executeCommand('witness.showRecording');
    await vscode.commands.executeCommand('witness.showRecording');
    const pages = (): vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) =>
            input instanceof vscode.TabInputWebview && input.viewType.includes('witness.recordingPanel'),
        );
    await eventually(pages, (found) => found.length === 1);
    assert.equal((await witness()).isPanelOpen(), true);
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await eventually(pages, (found) => found.length === 0);
  });

  it('is a text of its own language that cannot be changed', async () => {
    await vscode.commands.executeCommand('witness.showRecordingText');
    const shown = vscode.window.activeTextEditor?.document;
    assert.ok(shown);
    assert.equal(shown.languageId, 'witness-recording');
    const text = shown.getText().replaceAll(/ +/g, ' ');
    assert.match(text, /^test_total\(…\)\n/);
    assert.match(text, / 5 t = 0 \| t = 0\n/);
    assert.match(text, /\n add\(0, 1\)\n/);
    assert.match(text, /… \d more iterations like this/);
    assert.match(text, /11 ✗ AssertionError/);
    assert.notEqual(vscode.workspace.fs.isWritableFileSystem(shown.uri.scheme), true);
  });
});
