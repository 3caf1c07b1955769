// Compare Two Recordings: side by side, from where they first differ.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Dialogs } from '../../src/editor/dialogs';
import { Engine } from '../../src/editor/engine';
import { compareRecordings } from '../../src/editor/panel/compareRecordings';
import { TraceStore } from '../../src/editor/tracing/traceStore';
import { eventually } from '../support/eventually';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `def total(numbers):
    t = 0
    for n in numbers:
        if n > 3:
            t += 10
        t += n
    return t


def test_total():
    with open(__file__ + '.txt') as file:
        numbers = [int(part) for part in file.read().split()]
    assert total(numbers) > 1
`;

describe('Compare Two Recordings', () => {
  const open = usePythonFiles();
  const log = vscode.window.createOutputChannel('comparing test', { log: true });
  const extension = vscode.extensions.getExtension('witness.witness')?.extensionUri;
  const engine = new Engine(
    vscode.Uri.joinPath(extension ?? vscode.Uri.file('/'), 'dist/engine.js').fsPath,
    log,
  );
  const store = new TraceStore();
  let asked: string[];
  let file: string;

  before(async () => {
    await engine.request('deleteRecordings', {});
    const document = await open('totals.py', program);
    file = document.fileName;
    for (const numbers of ['1 2 3 1 2', '1 2 5 1 2']) {
      await writeFile(`${file}.txt`, numbers);
      await traceFunction(document, 'test_total');
    }
    const { lastTrace } = await witness();
    const last = lastTrace();
    assert.ok(last);
    store.show(last);
  });
  after(() => {
    for (const part of [store, engine, log]) part.dispose();
  });

  /** Takes the first choice each time, or none. */
  async function compare(isAnswered: boolean): Promise<void> {
    asked = [];
    const dialogs: Dialogs = {
      pick: (title, items) => {
        asked.push(title, ...items.map(({ label, description }) => `${label}: ${description ?? ''}`));
        return Promise.resolve(isAnswered ? items[0] : undefined);
      },
      warn: (message) => {
        asked.push(message);
        return Promise.resolve(undefined);
      },
      fail: () => Promise.resolve(undefined),
      confirm: () => Promise.resolve(undefined),
      askText: () => Promise.resolve(undefined),
    };
    await compareRecordings({ engine, store, dialogs });
  }

  function shown(): vscode.TabInputTextDiff | undefined {
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    return input instanceof vscode.TabInputTextDiff ? input : undefined;
  }

  it('offers the recordings, the one on show first, and shows nothing without an answer', async () => {
    await compare(false);
    assert.equal(asked[0], 'Which recording is to be compared?');
    assert.equal(asked.length, 3);
    assert.match(asked[1] ?? '', /^test_total\(\): .*, on show$/);
    assert.equal(shown(), undefined);
  });

  it('shows the older one on the left, both at the first divergence', async () => {
    await compare(true);
    assert.equal(asked.length, 5);
    const input = await eventually(shown, (found) => found !== undefined);
    assert.ok(input);
    const [before, after] = await Promise.all(
      [input.original, input.modified].map(async (uri) =>
        (await vscode.workspace.openTextDocument(uri)).getText().split('\n'),
      ),
    );
    const line = await eventually(
      () => vscode.window.activeTextEditor?.selection.active.line ?? 0,
      (found) => found > 0,
    );
    assert.deepEqual(before?.slice(0, line), after?.slice(0, line), 'above they are the same');
    assert.match(before?.[line] ?? '', /numbers = \[1, 2, 3, 1, 2\]/);
    assert.match(after?.[line] ?? '', /numbers = \[1, 2, 5, 1, 2\]/);
  });

  it('goes to the next divergence and back', async () => {
    const lineNow = (): number => vscode.window.activeTextEditor?.selection.active.line ?? 0;
    const first = lineNow();
    await vscode.commands.executeCommand('witness.nextDivergence');
    const next = await eventually(lineNow, (line) => line > first);
    await vscode.commands.executeCommand('witness.previousDivergence');
    await eventually(lineNow, (line) => line < next);
  });

  it('says so where there are no two', async () => {
    await engine.request('deleteRecordings', {});
    await compare(true);
    assert.deepEqual(asked, ['There are no two recordings to compare. Trace something twice.']);
  });
});
