import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

const limitMs = 50;
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
    // What waits for the processor holds everything up, the quiet host, too.
    const quiet = await longestBlock(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
    const busy = await longestBlock(async () => {
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
    assert.ok(steps > 400_000, figures);
    assert.ok(busy < limitMs + 2 * quiet, figures);
  });
});

/** The longest time that the event loop was held up while something went on. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const monitor = monitorEventLoopDelay({ resolution: 5 });
  monitor.enable();
  await work();
  monitor.disable();
  return monitor.max / 1e6;
}
