import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { isAlive } from '../support/processes';
import { lensesOf, textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const shop = `import time

def total(prices, fee=1):
    sum = 0
    for price in prices:
        sum += price
    return sum + fee

def share(amount, people):
    each = amount // people
    return each

def forever():
    while True:
        time.sleep(0.01)

def test_total():
    assert total([1, 2, 3]) == 7

def test_share():
    assert share(total([5]), 0) == 1

def unknown(x):
    return x
`;
const gap = '\u00a0\u00a0';

describe('Trace Function', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  beforeEach(async () => {
    document = await open('shop.py', shop);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is offered above functions and tests, with what it would run', async () => {
    assert.deepEqual(await lensesOf(document), [
      { line: 2, title: 'Trace total([1, 2, 3])' },
      { line: 2, title: 'Other Call…' },
      { line: 8, title: 'Trace share(total([5]), 0)' },
      { line: 8, title: 'Other Call…' },
      { line: 12, title: 'Trace' },
      { line: 16, title: 'Trace' },
      { line: 16, title: 'Replay' },
      { line: 19, title: 'Trace' },
      { line: 19, title: 'Replay' },
      { line: 22, title: 'Trace…' },
    ]);
  });

  it('is not offered where the setting says so', async () => {
    await lensesOf(document);
    const configuration = vscode.workspace.getConfiguration('witness');
    await configuration.update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      assert.deepEqual(lenses, []);
    } finally {
      await configuration.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('shows values at the ends of the lines that ran', async () => {
    await traceFunction(document, 'total');
    assert.deepEqual(await textsIn(document), [
      '3: prices = [1, 2, 3], fee = 1',
      `5: price = 3${gap}×3`,
      `6: sum = 6${gap}×3`,
      '7: → 7',
    ]);
    const api = await witness();
    assert.deepEqual(api.lastTrace()?.outcome, { kind: 'returned', value: { type: 'int', text: '7' } });
    assert.deepEqual(api.shown(document).executed, [2, 3, 4, 5, 6]);
  });

  it('takes the function at the cursor', async () => {
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(17, 4, 17, 4);
    await vscode.commands.executeCommand('witness.traceFunction');
    assert.equal((await witness()).lastTrace()?.call, 'test_total()');
  });

  it('marks the line that raised, and those that the exception passed through', async () => {
    await traceFunction(document, 'test_share');
    const { lines } = (await witness()).shown(document);
    assert.deepEqual(
      lines.filter(({ kind }) => kind !== 'value'),
      [
        { line: 9, text: 'raised ZeroDivisionError: integer division or modulo by zero', kind: 'raised' },
        { line: 20, text: 'ZeroDivisionError passes through', kind: 'passed' },
      ],
    );
    assert.deepEqual((await witness()).shown(document).notExecuted, [10]);
    await vscode.commands.executeCommand('witness.goToOutcome');
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 9);
  });

  it('lists the occurrences of a line in its hover', async () => {
    await traceFunction(document, 'total');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(5, 10),
    );
    const text = hovers
      .flatMap(({ contents }) => contents as vscode.MarkdownString[])
      .map(({ value }) => value)
      .join('\n')
      .replaceAll('&nbsp;', ' ');
    assert.match(text, /ran 3 times/);
    assert.match(text, /1 {2}sum = 1\n2 {2}sum = 3\n3 {2}sum = 6/);
  });

  it('takes the values of a function away when its text changes, and all when asked to', async () => {
    await traceFunction(document, 'total');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(5).range.end, ' + 0');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await textsIn(document), []);
    await vscode.commands.executeCommand('undo');
    await document.save();

    await traceFunction(document, 'total');
    assert.notDeepEqual(await textsIn(document), []);
    await vscode.commands.executeCommand('witness.clearInlineValues');
    assert.deepEqual(await textsIn(document), []);
    assert.equal((await witness()).lastTrace(), undefined);
  });

  it('shows values in the other files that ran, too', async () => {
    const test = await open(
      'check_shop.py',
      'from shop import share\n\ndef test_it():\n    assert share(7, 2) == 3\n',
      document,
    );
    await traceFunction(test, 'test_it');
    assert.deepEqual(await textsIn(document), ['9: amount = 7, people = 2', '10: each = 3', '11: → 3']);
  });

  it('is cancelled, and leaves nothing behind', async () => {
    const run = traceFunction(document, 'forever');
    await eventually(
      async () => (await witness()).engineState().kind,
      (kind) => kind === 'running',
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    await vscode.commands.executeCommand('witness.cancelTrace');
    await run;
    assert.equal((await witness()).lastTrace(), undefined);
  });

  it('stops what takes too long, and shows where it was', async () => {
    const configuration = vscode.workspace.getConfiguration('witness');
    await configuration.update('trace.timeLimit', 0.8, vscode.ConfigurationTarget.Global);
    try {
      await traceFunction(document, 'forever');
      const { lines } = (await witness()).shown(document);
      const mark = lines.find(({ kind }) => kind === 'raised');
      assert.ok(mark, JSON.stringify(lines));
      assert.ok([13, 14].includes(mark.line));
      assert.equal(mark.text, 'still here after 0.8 s');
    } finally {
      await configuration.update('trace.timeLimit', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('works again after the engine was killed', async () => {
    await traceFunction(document, 'total');
    const state = (await witness()).engineState();
    assert.ok(state.kind === 'running' && state.pid !== undefined, state.kind);
    const { pid } = state;
    process.kill(pid, 'SIGKILL');
    await eventually(
      () => isAlive(pid),
      (alive) => !alive,
    );
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await traceFunction(document, 'total');
    assert.equal((await textsIn(document)).length, 4);
    const again = (await witness()).engineState();
    assert.ok(again.kind === 'running' && again.pid !== pid);
  });
});
