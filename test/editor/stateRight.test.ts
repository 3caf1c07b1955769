// What people say that is right in a session of debugging: states at a suspect, a recording from when the test passed.
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { choosePassing } from '../../src/editor/debugging/choosePassing';
import { newSession } from '../../src/editor/debugging/debugSession';
import type { SessionRow } from '../../src/editor/debugging/sessionRows';
import { askWhatIsRight } from '../../src/editor/debugging/stateRight';
import type { Dialogs, TextQuestion } from '../../src/editor/dialogs';
import type { Engine } from '../../src/editor/engine';
import type { ReportedSuspect } from '../../src/core/debugging/debugReport';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

const right = `def spread(values):
    low = min(values)
    high = max(values)
    return described(low, high)


def described(low, high):
    width = high - low
    return "about %d" % width
`;
const wrong = right.replace('high - low', 'high + low');
const tests = `from spreading import spread


def test_spread():
    assert spread([3, 5, 9]) == "about 6"


def test_from_zero():
    assert spread([0, 4]) == "about 4"
`;

const scriptTests = `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { spread } from './spreading.mjs';

it('is the width', () => { assert.equal(spread([3, 5, 9]), 'about 6'); });
it('is the width from zero', () => { assert.equal(spread([0, 4]), 'about 4'); });
`;
const wrongScript = `export function spread(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return described(low, high);
}

function described(low, high) {
  const about = { width: high + low };
  return \`about \${about.width}\`;
}
`;

describe('what is said to be right', function () {
  // A session runs some hundreds of programs.
  this.timeout(240_000);
  const open = usePythonFiles();
  let program: vscode.TextDocument;
  let test: vscode.TextDocument;

  async function openBoth(text: string): Promise<void> {
    program = await open('spreading.py', text);
    test = await open('test_spreading.py', tests, program);
  }

  async function rowOf(matches: (row: SessionRow) => boolean): Promise<SessionRow> {
    const all = (list: readonly SessionRow[]): SessionRow[] =>
      list.flatMap((row) => [row, ...all(row.children)]);
    const found = all((await witness()).sessionRows()).find(matches);
    assert.ok(found, 'there is no such row');
    return found;
  }

  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearInlineValues');
  });
  after(async () => {
    await vscode.commands.executeCommand('witness.clearDebugging');
  });

  it('of a suspect puts it on trial, and what comes of it is shown', async () => {
    await openBoth(wrong);
    await vscode.commands.executeCommand('witness.debugTest', { uri: test.uri, functionPath: 'test_spread' });
    const suspect = await rowOf(({ label }) => /^\d+ {2}lines 8-9 of described$/.test(label));
    assert.equal(suspect.contextValue, 'suspect');
    await vscode.commands.executeCommand('witness.stateRight', suspect, [
      { line: 8, side: 'exit', name: 'width', value: '6' },
    ]);
    const tried = await rowOf(({ id }) => id === `try ${suspect.block ?? ''}`);
    assert.equal(tried.description, 'here or before');
    assert.deepEqual(
      tried.children.map(({ label }) => label),
      ['right at exit, as you say: the test passes'],
    );
    // What was said first still holds.
    await vscode.commands.executeCommand('witness.stateRight', suspect, [
      { line: 8, side: 'entry', name: 'high', value: '9' },
    ]);
    const both = await rowOf(({ id }) => id === `try ${suspect.block ?? ''}`);
    assert.equal(both.description, 'to blame');
    assert.equal(both.icon, 'verified-filled');
    const [mark] = (await witness()).suspectMarks(program);
    assert.match(mark?.text ?? '', /^suspect 1 · witnessed: to blame/);
  });

  it('of a suspect of JavaScript is a literal of JavaScript', async () => {
    program = await open('spreading.mjs', wrongScript);
    test = await open('spreading.test.mjs', scriptTests, program);
    const editor = await vscode.window.showTextDocument(test);
    editor.selection = new vscode.Selection(4, 5, 4, 5);
    await vscode.commands.executeCommand('witness.debugTest');
    const suspect = await rowOf(({ label }) => /^\d+ {2}.*described/.test(label));
    await vscode.commands.executeCommand('witness.stateRight', suspect, [
      { line: 8, side: 'exit', name: 'about', value: '{ width: 6 }' },
    ]);
    const tried = await rowOf(({ id }) => id === `try ${suspect.block ?? ''}`);
    assert.equal(tried.description, 'here or before');
    assert.deepEqual(
      tried.children.map(({ label }) => label),
      ['right at exit, as you say: the test passes'],
    );
    await vscode.commands.executeCommand('witness.stateRight', suspect, [
      { line: 8, side: 'entry', name: 'high', value: '9' },
    ]);
    const both = await rowOf(({ id }) => id === `try ${suspect.block ?? ''}`);
    assert.equal(both.description, 'to blame');
    assert.deepEqual(
      both.children.map(({ label }) => label),
      ['right on entry, as you say: the test fails', 'right at exit, as you say: the test passes'],
    );
  });

  it('comes from a recording of the test that was kept when it passed', async () => {
    await openBoth(right);
    await traceFunction(test, 'test_spread');
    const recording = (await witness()).lastTrace()?.recording.path;
    assert.ok(recording);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(program.uri, new vscode.Range(0, 0, program.lineCount, 0), wrong);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await program.save());
    await vscode.commands.executeCommand('witness.debugTest', { uri: test.uri, functionPath: 'test_spread' });
    await vscode.commands.executeCommand('witness.debugWithPassing', recording);
    const step = await rowOf(({ id }) => id === 'try');
    assert.match(step.description ?? '', /^states of the recording of \d{4}-/);
    const tried = await rowOf(({ id, label }) => id.startsWith('try ') && label === 'lines 8-9 of described');
    assert.equal(tried.description, 'to blame');
    const observed = await rowOf(({ id }) => id === 'observe value width');
    assert.equal(observed.label, 'width is 12, should be 6');
  });

  it('is asked for with the values of the failing run, and has to be literals', async () => {
    const asked: TextQuestion[] = [];
    const suspect: ReportedSuspect = {
      rank: 1,
      block: 'described:0',
      function: 'described',
      startLine: 8,
      endLine: 9,
      score: 1,
      reasons: [],
      seen: { runs: 2, entry: { high: '9', low: '3' }, exit: { width: '12', return: "'about 12'" } },
      level: 'claimed',
      evidence: [],
    };
    const session = {
      ...newSession('test_spreading.py::test_spread'),
      file: 'described.py',
      suspects: [suspect],
    };
    const said = await askWhatIsRight(
      session,
      'described:0',
      answering({
        pick: (_, items) => Promise.resolve(items[0]),
        askText: (question) => {
          asked.push(question);
          return Promise.resolve("width = 6, return = 'about, 6' @2");
        },
      }),
    );
    assert.equal(asked[0]?.value, "width = 12, return = 'about 12'");
    assert.match(asked[0].prompt, /It ran 2 times/);
    assert.equal(asked[0].problem('width = 6'), undefined);
    assert.equal(asked[0].problem('width = high'), 'high is not a literal.');
    assert.match(asked[0].problem('width') ?? '', /name = value/);
    assert.deepEqual(said, [
      { line: 9, side: 'exit', name: 'width', value: '6', occurrence: 2 },
      { line: 9, side: 'exit', name: 'return', value: "'about, 6'", occurrence: 2 },
    ]);
  });

  it('offers recordings of the same test only, and says how to come by one', async () => {
    await openBoth(right);
    const recordings = ['test_spreading.py::test_spread', 'test_spreading.py::test_from_zero'].map((id) => ({
      path: `/kept/${id}`,
      file: test.fileName,
      startedAt: '2026-01-02T03:04:05.000Z',
      test: id,
    }));
    const engine = { request: () => Promise.resolve({ recordings }) } as unknown as Engine;
    const offered: number[] = [];
    const warned: string[] = [];
    const dialogs = answering({
      pick: (_, items) => {
        offered.push(items.length);
        return Promise.resolve(items[0]);
      },
      warn: (message) => {
        warned.push(message);
        return Promise.resolve(undefined);
      },
    });
    const cwd = path.dirname(test.fileName);
    const target = { document: test, cwd, test: 'test_spreading.py::test_spread' };
    assert.equal(await choosePassing(target, engine, dialogs), '/kept/test_spreading.py::test_spread');
    assert.deepEqual(offered, [1]);
    assert.equal(await choosePassing({ ...target, test: 'other.py::test_x' }, engine, dialogs), undefined);
    assert.match(warned[0] ?? '', /^No recording of test_x is kept\. Trace the test while it passes/);
  });
});

function answering(answers: Partial<Dialogs>): Dialogs {
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  return { warn: nothing, fail: nothing, confirm: nothing, pick: nothing, askText: nothing, ...answers };
}
