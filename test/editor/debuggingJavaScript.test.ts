// Debug This Failing Test in a JavaScript file of tests.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { usePythonFiles, witness } from '../support/witness';

const program = `export function limited(value, low, high) {
  if (value < low) return low;
  if (value > high) return low;
  return value;
}
`;
const tests = `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limited } from './limits.mjs';

describe('limited', () => {
  it('is low below', () => { assert.equal(limited(101, 302, 505), 302); });
  it('is itself within', () => { assert.equal(limited(303, 202, 505), 303); });
  it('is high above', () => { assert.equal(limited(909, 202, 505), 505); });
});
`;

describe('debugging a failing test of JavaScript', function () {
  this.timeout(240_000);
  const open = usePythonFiles();

  after(async () => {
    await vscode.commands.executeCommand('witness.clearDebugging');
  });

  it('finds the block and a fix from the file of the test', async () => {
    const document = await open('limits.mjs', program);
    const test = await open('limits.test.mjs', tests, document);
    const editor = await vscode.window.showTextDocument(test);
    editor.selection = new vscode.Selection(7, 5, 7, 5);
    await vscode.commands.executeCommand('witness.debugTest');
    const [mark] = await eventually(
      async () => (await witness()).suspectMarks(document),
      (marks) => marks.length > 0,
    );
    assert.equal(mark?.suspect.startLine, 3);
    assert.equal(mark.suspect.level, 'witnessed');
    await vscode.commands.executeCommand('witness.applyFix');
    assert.equal(
      document.getText(),
      program.replace('value > high) return low', 'value > high) return high'),
    );
  });
});
