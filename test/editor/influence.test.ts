// Show What Influenced a Value: the suspects of a session without those that had nothing to do with it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newSession } from '../../src/editor/debugging/debugSession';
import { chooseInfluence } from '../../src/editor/debugging/influence';
import type { Dialogs } from '../../src/editor/dialogs';
import { usePythonFiles, witness } from '../support/witness';

const program = `def bounds(values):
    low = values[0]
    for value in values:
        low = min(low, value)
    high = values[0]
    for value in values:
        high = min(high, value)
    return (low, high)
`;
const tests = `from bounding import bounds


def test_bounds():
    assert bounds([3, 5, 9]) == (3, 9)


def test_one():
    assert bounds([4]) == (4, 4)
`;

describe('what influenced a value', function () {
  // A session runs some hundreds of programs.
  this.timeout(240_000);
  const open = usePythonFiles();

  after(async () => {
    await vscode.commands.executeCommand('witness.clearDebugging');
  });

  async function suspects(): Promise<string[]> {
    const rows = (await witness()).sessionRows().find(({ id }) => id === 'localise')?.children ?? [];
    return rows.map(({ id, label, description = '' }) =>
      id === 'localise hidden' ? `${label}: ${description}` : label.replace(/^\d+ {2}/, ''),
    );
  }

  it('is all that is listed and marked when it is chosen, until all are wanted again', async () => {
    const document = await open('bounding.py', program);
    const test = await open('test_bounding.py', tests, document);
    await vscode.commands.executeCommand('witness.debugTest', { uri: test.uri, functionPath: 'test_bounds' });
    const all = await suspects();
    assert.ok(all.includes('line 7 of bounds'), all.join('\n'));
    await vscode.commands.executeCommand('witness.showInfluence', 'low');
    const shown = await suspects();
    assert.deepEqual(shown.slice(0, -1).sort(), ['line 2 of bounds', 'line 3 of bounds', 'line 4 of bounds']);
    assert.equal(shown.at(-1), `${all.length - 3} hidden: no influence on bounds.low = 3`);
    const marked = (await witness()).suspectMarks(document).map(({ suspect }) => suspect.startLine);
    assert.ok(
      marked.every((line) => line <= 4),
      marked.join(' '),
    );
    await vscode.commands.executeCommand('witness.showInfluence', null);
    assert.deepEqual(await suspects(), all);
  });

  it('is chosen among the values of the failing test; without any, it is said why', async () => {
    const warned: string[] = [];
    const dialogs: Dialogs = {
      warn: (message) => {
        warned.push(message);
        return Promise.resolve(undefined);
      },
      fail: () => Promise.resolve(undefined),
      confirm: () => Promise.resolve(undefined),
      pick: () => Promise.resolve(undefined),
      askText: () => Promise.resolve(undefined),
    };
    const session = newSession('test_bounding.py::test_bounds');
    assert.equal(await chooseInfluence(session, undefined, dialogs), undefined);
    assert.match(warned[0] ?? '', /^It is not known what influenced what/);
  });
});
