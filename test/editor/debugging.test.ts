// Debug This Failing Test: suspects, the fix, what is applied and what is not.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyFix } from '../../src/editor/debugging/applyFix';
import { finished, newSession } from '../../src/editor/debugging/debugSession';
import { DebugStore } from '../../src/editor/debugging/debugStore';
import type { SessionRow } from '../../src/editor/debugging/sessionRows';
import type { DebugAnswer } from '../../src/protocol/debugging';
import { eventually } from '../support/eventually';
import { lensesOf, traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `def limited(value, low, high):
    if value < low:
        return low
    if value > high:
        return low
    return value
`;
/** Its search takes long enough to be cancelled. */
const slow = `import time\n\n\n${program.replace('    if value < low', '    time.sleep(0.5)\n    if value < low')}`;
const tests = `from limits import limited


def test_below():
    assert limited(1, 2, 5) == 2


def test_within():
    assert limited(3, 2, 5) == 3


def test_upper_edge():
    assert limited(5, 2, 5) == 5


def test_above():
    assert limited(9, 2, 5) == 5
`;

describe('debugging a failing test', function () {
  // A session runs some hundreds of programs.
  this.timeout(180_000);
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  let test: vscode.TextDocument;

  async function openProgram(text = program): Promise<void> {
    document = await open('limits.py', text);
    test = await open('test_limits.py', tests, document);
  }

  async function debug(): Promise<void> {
    await vscode.commands.executeCommand('witness.debugTest', {
      uri: test.uri,
      functionPath: 'test_above',
    });
  }

  async function insertLine(): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# mine\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  async function undo(): Promise<void> {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
  }

  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearInlineValues');
  });
  after(async () => {
    await vscode.commands.executeCommand('witness.clearDebugging');
  });

  describe('a session that finds a fix', () => {
    before(async () => {
      await openProgram();
      await debug();
    });

    it('tells which tests fail, and which block is to blame, with reasons', async () => {
      assert.equal(await saidOf('reproduce'), '1 failing, 3 passing');
      assert.equal((await row('reproduce'))?.children[0]?.label, 'test_above');
      const first = await firstSuspect();
      assert.equal(first.label, '1  line 5 of limited');
      assert.match(first.description ?? '', /^witnessed · to blame/);
      assert.equal(first.children[0]?.label, 'runs in 1 of 1 failing and in 0 of 3 passing tests');
      assert.match(await saidOf('try'), /^states of /);
      assert.match(await saidOf('repair'), /^\d+ tried, \d+ pass all$/);
    });

    it('marks the block in words, and says more in the hover', async () => {
      const [mark] = (await witness()).suspectMarks(document);
      assert.equal(mark?.suspect.startLine, 5);
      assert.match(mark.text, /^suspect 1 · witnessed: to blame/);
      const said = await hoverAt(document, new vscode.Position(4, 10));
      assert.match(said, /\*\*witnessed\*\*[^]*right at exit/);
    });

    it('shows the block in the editor by a click on a suspect', async () => {
      const { command } = await firstSuspect();
      assert.ok(command);
      await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.fileName, document.fileName);
      assert.equal(editor.selection.active.line, 4);
    });

    it('calls what it says stale while the text is another one, and marks nothing in it', async () => {
      await insertLine();
      assert.match(await saidOf('localise'), /^stale · /);
      assert.deepEqual((await witness()).suspectMarks(document), []);
      await undo();
      assert.doesNotMatch(await saidOf('localise'), /stale/);
      assert.notDeepEqual((await witness()).suspectMarks(document), []);
    });

    it('previews the fix, applies it so that one undo takes it back, and runs the tests again', async () => {
      assert.match(await saidOf('validate fix'), /^witnessed · all 4 tests pass with it$/);
      await vscode.commands.executeCommand('witness.showFix');
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      assert.ok(tab?.input instanceof vscode.TabInputTextDiff, tab?.label);
      assert.equal(tab.input.original.toString(), document.uri.toString());
      const preview = await vscode.workspace.openTextDocument(tab.input.modified);
      assert.deepEqual(differing(preview.getText(), program), [5]);
      assert.equal(document.getText(), program, 'a preview writes nothing');
      await vscode.commands.executeCommand('witness.applyFix');
      assert.equal(document.getText(), preview.getText());
      assert.ok(document.isDirty, 'it is not saved by itself');
      await vscode.commands.executeCommand('witness.recheckFix');
      assert.equal(await saidOf('recheck'), 'all 4 tests pass');
      await undo();
      assert.equal(document.getText(), program);
      await vscode.commands.executeCommand('witness.recheckFix');
      assert.equal(await saidOf('recheck'), '1 failing, 3 passing');
    });
  });

  it('writes nothing into a text that has changed since, and says so', async () => {
    await openProgram();
    const fixedText = program.replace('    return low\n    return', '    return high\n    return');
    const warnings: string[] = [];
    const dialogs = {
      warn: (message: string): Promise<undefined> => {
        warnings.push(message);
        return Promise.resolve(undefined);
      },
    };
    const store = storeWith(document.fileName, fixedText);
    try {
      await insertLine();
      assert.equal(await applyFix(store, dialogs), false);
      assert.equal(document.getText(), `# mine\n${program}`);
      assert.match(
        warnings[0] ?? '',
        /^limits\.py has changed since it was debugged, so nothing was written/,
      );
      await undo();
      assert.equal(await applyFix(store, dialogs), true);
      assert.equal(document.getText(), fixedText);
      assert.equal(warnings.length, 1);
      await undo();
    } finally {
      store.dispose();
    }
  });

  it('is offered above a test that failed when it was traced, beside Trace', async () => {
    await openProgram();
    const debugLenses = async (): Promise<number[]> =>
      (await lensesOf(test)).filter(({ title }) => title === 'Debug').map(({ line }) => line);
    await traceFunction(test, 'test_below');
    assert.deepEqual(await debugLenses(), []);
    await traceFunction(test, 'test_above');
    assert.deepEqual(await debugLenses(), [15]);
  });

  it('keeps what is known when it is cancelled', async () => {
    await openProgram(slow);
    const running = debug();
    await eventually(rows, (list) => (list[2]?.children.length ?? 0) > 0, 90_000);
    await vscode.commands.executeCommand('witness.cancelDebugging');
    await running;
    assert.equal(await saidOf('reproduce'), '1 failing, 3 passing');
    assert.equal((await firstSuspect()).label, '1  line 9 of limited');
    assert.equal(await saidOf('validate'), 'not done');
  });

  it('is about the test that was asked for last, where another one is still under way', async () => {
    await vscode.commands.executeCommand('witness.clearDebugging');
    await openProgram(slow);
    const first = debug();
    await eventually(rows, (list) => (list[0]?.children.length ?? 0) > 0, 90_000);
    await openProgram();
    await debug();
    await first;
    assert.match(await saidOf('validate fix'), /^witnessed · /);
    assert.equal((await witness()).suspectMarks(document)[0]?.suspect.startLine, 5);
  });
});

async function rows(): Promise<readonly SessionRow[]> {
  return (await witness()).sessionRows();
}

async function row(id: string): Promise<SessionRow | undefined> {
  const find = (list: readonly SessionRow[]): SessionRow | undefined =>
    list.find((item) => item.id === id) ??
    list.map(({ children }) => find(children)).find((found) => found !== undefined);
  return find(await rows());
}

/** What stands beside the label of a row. */
async function saidOf(id: string): Promise<string> {
  return (await row(id))?.description ?? '';
}

async function firstSuspect(): Promise<SessionRow> {
  const [first] = (await row('localise'))?.children ?? [];
  assert.ok(first, 'there are no suspects');
  return first;
}

async function hoverAt({ uri }: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value))
    .join('\n')
    .replaceAll('&nbsp;', ' ');
}

/** The lines, from 1, in which texts of as many lines differ. */
function differing(a: string, b: string): number[] {
  const [left, right] = [a.split('\n'), b.split('\n')];
  assert.equal(left.length, right.length);
  return left.flatMap((line, index) => (line === right[index] ? [] : [index + 1]));
}

/** A session that has found a fix. */
function storeWith(file: string, fixedText: string): DebugStore {
  const store = new DebugStore();
  const outcome = { failing: [], passing: [], flaky: [], alsoFailing: [] };
  const report = { ...outcome, suspects: [], influences: [], attempts: [], tried: 1, ms: 1 };
  const answer: DebugAnswer = {
    ...report,
    file,
    isolation: 'isolated',
    tokens: { input: 0, output: 0 },
    text: program,
    fixedText,
    fix: { patch: '', level: 'witnessed', evidence: [], hunks: { needed: 1, of: 1 } },
  };
  store.show(finished(newSession('test_limits.py::test_above'), answer));
  return store;
}
