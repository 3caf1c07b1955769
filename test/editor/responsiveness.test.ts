import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { keepFigure } from '../support/figures';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

const limitMs = 50;
const attempts = 5;
const largeFiles = 300;
const moduleLines = 120;
const program = `def work(n):
    total = 0
    for i in range(n):
        if i % 3 == 0:
            total += i
        else:
            total -= 1
    return total

def long():
    return work(200000)
`;

describe('the extension host', () => {
  const open = usePythonFiles();

  it(`is never held up for more than ${limitMs} ms by recording, opening and stepping`, async () => {
    const document = await open('work.py', program);
    await vscode.commands.executeCommand('witness.clearInlineValues');
    const { busy, quiet } = await steadyBlock(async () => {
      await traceFunction(document, 'long');
      for (const command of [
        'goToStart',
        'stepInto',
        'stepForward',
        'goToEnd',
        'stepBack',
        'previousOccurrence',
      ]) {
        await vscode.commands.executeCommand(`witness.${command}`);
      }
    });
    const steps = (await witness()).currentStep()?.total ?? 0;
    const figures = `longest block ${busy.toFixed(0)} ms over ${steps} steps; ${quiet.toFixed(0)} ms when quiet`;
    console.log(`      ${figures}`);
    keepFigure({ name: 'longest block, recording and stepping', ms: busy, besideMs: quiet });
    assert.ok(steps > 400_000, figures);
    assert.ok(busy < limitMs + 2 * quiet, figures);
  });

  it(`is never held up for more than ${limitMs} ms by analysing a large workspace`, async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(root);
    const folder = path.join(root, 'large');
    await mkdir(folder);
    try {
      for (let i = 0; i < largeFiles; i++) await writeFile(path.join(folder, `module${i}.py`), moduleText(i));
      const started = performance.now();
      const { busy, quiet, runs } = await steadyBlock(async () => {
        await vscode.commands.executeCommand('witness.clearPaths');
        await vscode.commands.executeCommand('witness.analyseWorkspace');
      });
      const found = (await witness()).findings().filter(({ sink }) => sink.file.startsWith(folder));
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      const figures = `longest block ${busy.toFixed(0)} ms over ${largeFiles} files of ${moduleLines} lines, ${found.length} findings in ${runs} runs of ${seconds} s in all; ${quiet.toFixed(0)} ms when quiet`;
      console.log(`      ${figures}`);
      keepFigure({ name: 'longest block, analysing a workspace', ms: busy, besideMs: quiet });
      assert.ok(found.length >= largeFiles, figures);
      assert.ok(busy < limitMs + 2 * quiet, figures);
    } finally {
      await rm(folder, { recursive: true, force: true });
      await vscode.commands.executeCommand('witness.clearPaths');
    }
  }).timeout(240_000);
});

/**
 * The longest time that some work holds the event loop up, in ms, beside that of a quiet host. A pause that the work causes
 * comes each time; one that the machine causes doesn't, so the work is done again while it is beyond the limit, and the least counts.
 */
async function steadyBlock(
  work: () => Promise<unknown>,
): Promise<{ busy: number; quiet: number; runs: number }> {
  let least = { busy: Infinity, quiet: 0, runs: 0 };
  for (let runs = 1; runs <= attempts && least.busy >= limitMs; runs++) {
    const quiet = await longestBlock(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    const busy = await longestBlock(work);
    least = busy < least.busy ? { busy, quiet, runs } : { ...least, runs };
  }
  return least;
}

/** The longest time that the event loop was held up while something went on. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const monitor = monitorEventLoopDelay({ resolution: 5 });
  monitor.enable();
  await work();
  monitor.disable();
  return monitor.max / 1e6;
}

function moduleText(i: number): string {
  const plain = Array.from(
    { length: (moduleLines - 6) / 3 },
    (_, n) => `def plain${n}(a, b):\n    c = a + b\n    return c`,
  );
  return `import os
from flask import request

def handle${i}():
    name = request.args.get('name')
    os.system('ping ' + name)
${plain.join('\n')}
`;
}
