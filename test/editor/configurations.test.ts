// Runs of launch.json entries and of JavaScript tests.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { chosenConfiguration } from '../../src/editor/tracing/launchChoice';
import { eventually } from '../support/eventually';
import { lensesOf, textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

describe('Record This Configuration', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const settings = path.join(folder, '.vscode');
  const program = path.join(folder, 'launched.py');

  before(async () => {
    await mkdir(settings, { recursive: true });
    await writeFile(program, 'import os, sys\nshown = os.environ["WHAT"] + sys.argv[1]\nprint(shown)\n');
    const configurations = [
      {
        ...{
          name: 'Launched',
          type: 'debugpy',
          request: 'launch',
          program: '${workspaceFolder}/launched.py',
        },
        ...{ args: ['!'], env: { WHAT: 'hello' } },
      },
      { name: 'Attached', type: 'debugpy', request: 'attach' },
      { name: 'Node', type: 'node', request: 'launch', program: 'a.js' },
    ];
    await writeFile(path.join(settings, 'launch.json'), JSON.stringify({ version: '0.2.0', configurations }));
    await eventually(
      () => vscode.workspace.getConfiguration('launch').get<unknown[]>('configurations') ?? [],
      (found) => found.length === 3,
    );
  });

  after(async () => {
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(program);
    await rm(settings, { recursive: true });
  });

  it('runs the entry with its arguments and environment, and shows its values', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(program));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('witness.traceConfiguration');
    const trace = (await witness()).lastTrace();
    assert.equal(trace?.launch, 'Launched');
    assert.equal(trace.stdout, 'hello!\n');
    assert.ok((await textsIn(document)).includes("2: shown = 'hello!'"));
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await vscode.commands.executeCommand('witness.traceAgain');
    assert.equal((await witness()).lastTrace()?.launch, 'Launched');
  });

  it('says so where there is none', async () => {
    const kept = path.join(settings, 'launch.json');
    await writeFile(kept, '{"configurations": []}');
    await eventually(
      () => vscode.workspace.getConfiguration('launch').get<unknown[]>('configurations') ?? [],
      (found) => found.length === 0,
    );
    const said: string[] = [];
    const chosen = await chosenConfiguration({
      warn: (message) => {
        said.push(message);
        return Promise.resolve(undefined);
      },
      fail: () => Promise.resolve(undefined),
      confirm: () => Promise.resolve(undefined),
      pick: () => Promise.resolve(undefined),
      askText: () => Promise.resolve(undefined),
    });
    assert.equal(chosen, undefined);
    assert.match(said[0] ?? '', /^There is no configuration to record/);
  });
});

const tests = `const { describe, it } = require('node:test');
const assert = require('node:assert');

function twice(x) {
  const y = x * 2;
  return y;
}

describe('numbers', () => {
  it('doubles 4', () => {
    const z = twice(4);
    assert.equal(z, 8);
  });
  it('doubles 5', () => {
    const z = twice(5);
    assert.equal(z, 9);
  });
});
`;

describe('tests of a JavaScript file', () => {
  const open = usePythonFiles();

  it('are run by their runner, from a CodeLens above each', async () => {
    const document = await open('numbers.test.js', tests);
    const lenses = await lensesOf(document);
    const above = lenses.filter(({ title }) => title === 'Trace').map(({ line }) => line);
    assert.ok(above.includes(9) && above.includes(13), JSON.stringify(lenses));
    await traceFunction(document, 'numbers.doubles 4');
    const trace = (await witness()).lastTrace();
    assert.equal(trace?.test, 'numbers > doubles 4');
    const texts = await textsIn(document);
    assert.ok(texts.includes('11: z = 8'), texts.join('; '));
    assert.ok(!texts.some((text) => text.startsWith('15:')), texts.join('; '));
  });
});
