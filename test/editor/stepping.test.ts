import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StepView } from '../../src/core/trace/stepView';
import { stepText } from '../../src/editor/stepping/stepText';
import { eventually } from '../support/eventually';
import { textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `def inner(n):
    twice = n * 2
    return twice

def outer(items):
    total = 0
    for item in items:
        total += inner(item)
    return total

def test_outer():
    assert outer([1, 5]) == 12
    assert outer([1, 0]) == 1
`;
const gap = '\u00a0\u00a0';

describe('stepping through a recording', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  before(async () => {
    document = await open('steps.py', program);
  });
  beforeEach(() => traceFunction(document, 'test_outer'));
  afterEach(() => vscode.commands.executeCommand('witness.clearInlineValues'));

  const run = async (...commands: string[]): Promise<StepView> => {
    for (const command of commands) await vscode.commands.executeCommand(`witness.${command}`);
    const view = (await witness()).currentStep();
    assert.ok(view);
    return view;
  };

  it('begins where the run began, goes forward and back', async () => {
    assert.equal((await witness()).currentStep(), undefined);
    const start = await run('stepForward');
    assert.equal(start.number, 1);
    assert.equal(start.place.line, 10);
    assert.equal((await run('stepForward', 'stepForward')).place.line, 12);
    assert.equal((await run('stepBack')).place.line, 11);
  });

  it('begins where the run ended, when asked to go back', async () => {
    const end = await run('stepBack');
    assert.equal(end.number, end.total);
  });

  it('shows values as of the step, in every frame under way', async () => {
    const view = await run(
      'goToStart',
      'stepForward',
      'stepInto',
      'stepForward',
      'stepForward',
      'stepForward',
    );
    assert.equal(stepText(view), `step 6 of ${view.total} · outer, call 1`);
    assert.deepEqual(await textsIn(document), [
      '5: items = [1, 5]',
      `7: item = 1${gap}#1/2`,
      `8: total = 2${gap}#1/2`,
    ]);
    await run('stepInto', 'stepInto');
    assert.deepEqual((await textsIn(document)).slice(0, 2), ['1: n = 1', '2: twice = 2']);
  });

  it('goes from call to call, and to the raise', async () => {
    await run('goToStart', 'stepForward', 'stepInto');
    const second = await run('nextOccurrence');
    assert.deepEqual([second.function, second.callNumber], ['outer', 2]);
    const raise = await run('goToRaise');
    assert.equal(raise.raised?.type, 'AssertionError');
    const { lines } = (await witness()).shown(document);
    assert.deepEqual(
      lines.filter(({ kind }) => kind === 'raised').map(({ line, text }) => `${line + 1}: ${text}`),
      ['13: raised AssertionError'],
    );
  });

  it('finds a run of the line that the text cursor is in', async () => {
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 4, 1, 4);
    const first = await run('goToRunOfLine');
    assert.deepEqual([first.function, first.place.line, first.callNumber], ['inner', 1, 1]);
    assert.equal((await run('goToRunOfLine')).callNumber, 2);
  });

  it('takes keys that come faster than answers, one after the other', async () => {
    await run('goToStart');
    await Promise.all(Array.from({ length: 6 }, () => vscode.commands.executeCommand('witness.stepInto')));
    assert.equal((await witness()).currentStep()?.number, 7);
  });

  it('ends where it is left, and with the recording', async () => {
    await run('goToStart');
    await vscode.commands.executeCommand('witness.leaveRecording');
    assert.equal((await witness()).currentStep(), undefined);
    assert.ok((await textsIn(document)).includes(`7: item = 0${gap}×4`));
    await run('goToStart');
    await traceFunction(document, 'test_outer');
    assert.equal((await witness()).currentStep(), undefined);
    await run('goToStart');
    await vscode.commands.executeCommand('witness.clearInlineValues');
    assert.equal((await witness()).currentStep(), undefined);
    assert.equal((await witness()).lastTrace(), undefined);
  });

  it('is shown as a tree that opens where one stands', async () => {
    await vscode.commands.executeCommand('witness.recording.focus');
    const view = await run('goToEnd', 'goToRaise');
    // The tree follows the cursor, and may still be on its way from where it stood.
    await eventually(
      async () => (await witness()).selectedInTree() ?? '',
      (text) => text.includes(`"step":${view.step}}`),
    );
  });
});
