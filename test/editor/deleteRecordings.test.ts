import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Dialogs } from '../../src/editor/dialogs';
import { Engine } from '../../src/editor/engine';
import { deleteRecordings } from '../../src/editor/panel/deleteRecordings';
import { TraceStore } from '../../src/editor/tracing/traceStore';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

describe('Delete All Recordings', () => {
  const open = usePythonFiles();
  const log = vscode.window.createOutputChannel('deleting test', { log: true });
  const engine = new Engine(
    vscode.Uri.joinPath(
      vscode.extensions.getExtension('witness.witness')?.extensionUri ?? vscode.Uri.file('/'),
      'dist/engine.js',
    ).fsPath,
    log,
  );
  const store = new TraceStore();
  const folders: string[] = [];
  let asked: string[];
  before(async () => {
    await answering('Delete All', []);
    for (const name of ['here.py', 'there.py']) {
      const document = await open(name, 'def test_it():\n    assert 1 < 2\n');
      await traceFunction(document, 'test_it');
      folders.push(path.dirname(document.fileName));
    }
  });
  after(() => {
    for (const part of [store, engine, log]) part.dispose();
  });
  beforeEach(async () => {
    asked = [];
    const { lastTrace } = await witness();
    const last = lastTrace();
    assert.ok(last);
    store.show(last);
  });

  /** @param beginning Of the button that is pressed; none is where it is undefined. */
  async function answering(beginning: string | undefined, mine: readonly string[]): Promise<void> {
    const confirm: Dialogs['confirm'] = (message, detail, ...buttons) => {
      asked.push(message, detail, ...buttons);
      return Promise.resolve(
        buttons.find((button) => beginning !== undefined && button.startsWith(beginning)),
      );
    };
    const dialogs: Dialogs = {
      confirm,
      warn: (message) => {
        asked.push(message);
        return Promise.resolve(undefined);
      },
      fail: () => Promise.resolve(undefined),
      pick: () => Promise.resolve(undefined),
      askText: () => Promise.resolve(undefined),
    };
    asked = [];
    await deleteRecordings({ engine, store, dialogs, log }, mine);
  }
  const kept = async (): Promise<number> =>
    (await engine.request('keptRecordings', { folders: [] })).all.count;

  it('says how many there are, how large and of what, and deletes nothing without an answer', async () => {
    await answering(undefined, folders.slice(0, 1));
    assert.match(asked[0] ?? '', /^Delete all recordings: 2, \d+ kB together\?$/);
    assert.match(
      asked[1] ?? '',
      /^Of this workspace there are 1, \d+ kB; the others are of other projects and of the command line\. This cannot/,
    );
    assert.deepEqual(asked.slice(2), ['Delete Those of This Workspace (1)', 'Delete All 2']);
    assert.equal(await kept(), 2);
    assert.ok(store.last, 'what is on show stays');
  });

  it('deletes those of the workspace alone', async () => {
    await answering('Delete Those', folders.slice(0, 1));
    assert.equal(await kept(), 1);
    assert.equal((await engine.request('keptRecordings', { folders })).here.count, 1);
    assert.equal(store.last, undefined);
  });

  it('deletes all, and says when there are none', async () => {
    await answering('Delete All', folders.slice(0, 1));
    assert.deepEqual(asked.slice(2), ['Delete All 1']);
    assert.match(asked[1] ?? '', /^None of them is of this workspace/);
    assert.equal(await kept(), 0);
    await answering('Delete All', folders);
    assert.deepEqual(asked, ['There are no recordings to delete.']);
  });
});
