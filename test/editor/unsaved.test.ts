// Runs of texts that are not saved, and values that move with a text that is edited.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const text = `def double(x):
    y = x * 2
    return y

def test_double():
    z = double(4)
    assert z == 8
`;

describe('a text that is edited', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  const change = async (edit: (change: vscode.WorkspaceEdit) => void): Promise<void> => {
    const change = new vscode.WorkspaceEdit();
    edit(change);
    await vscode.workspace.applyEdit(change);
  };
  const replaceIn = (line: number, from: string, to: string): Promise<void> =>
    change((edit) => {
      const at = document.lineAt(line).text.indexOf(from);
      edit.replace(document.uri, new vscode.Range(line, at, line, at + from.length), to);
    });

  beforeEach(async () => {
    document = await open('double.py', text);
    await vscode.commands.executeCommand('witness.clearInlineValues');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.files.revert'));

  it('runs as it stands, without being saved', async () => {
    await replaceIn(1, 'x * 2', 'x * 20');
    await traceFunction(document, 'test_double');
    assert.deepEqual(
      (await textsIn(document)).filter((line) => /^[26]:/.test(line)),
      ['2: y = 80', '6: z = 80'],
    );
    assert.equal(document.isDirty, true);
    assert.equal(await readFile(document.fileName, 'utf8'), text);
    await vscode.commands.executeCommand('witness.goToStart');
    assert.match((await witness()).currentStep()?.place.file ?? '', /double\.py$/);
    await vscode.commands.executeCommand('witness.leaveRecording');
  });

  it('is handed over also where another file imports it', async () => {
    const other = await open(
      'uses.py',
      'import double\n\ndef test_uses():\n    w = double.double(3)\n    return w\n',
      document,
    );
    await replaceIn(1, 'x * 2', 'x * 7');
    await traceFunction(other, 'test_uses');
    assert.ok((await textsIn(other)).includes('4: w = 21'), (await textsIn(other)).join('; '));
  });

  it('keeps the values that the edit leaves alone, where they belong', async () => {
    await traceFunction(document, 'test_double');
    const before = await textsIn(document);
    assert.ok(before.includes('6: z = 8'), before.join('; '));
    await change((edit) => {
      edit.insert(document.uri, new vscode.Position(0, 0), '\n\n');
    });
    assert.ok((await textsIn(document)).includes('8: z = 8'), (await textsIn(document)).join('; '));
    await replaceIn(3, 'x * 2', 'x * 3');
    const after = await textsIn(document);
    assert.ok(after.includes('8: z = 8'), after.join('; '));
    assert.ok(!after.some((line) => line.startsWith('4:')), after.join('; '));
    await change((edit) => {
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    });
    assert.deepEqual(await textsIn(document), before, 'the text that ran, again');
  });
});
