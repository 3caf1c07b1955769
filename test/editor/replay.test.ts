import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { lensesOf, textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `def share(cents, people):
    each = cents // people
    return each

def settle(bills):
    total = 0
    for cents, people in bills:
        total += share(cents, people)
    return total

def test_settle():
    assert settle([(10, 2), (9, 3), (5, 0)]) == 8
`;

describe('replay in the debugger', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  let stops: number;
  const tracking = vscode.debug.registerDebugAdapterTrackerFactory('witness', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: { event?: string }) => {
        if (message.event === 'stopped') stops++;
      },
    }),
  });
  before(async () => {
    document = await open('bills.py', program);
  });
  after(() => {
    tracking.dispose();
  });
  beforeEach(() => {
    stops = 0;
  });
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await eventually(
      () => vscode.debug.activeDebugSession,
      (session) => session === undefined,
    );
    await vscode.commands.executeCommand('witness.clearInlineValues');
  });

  const ask = async <T>(command: string, args: object): Promise<T> =>
    (await vscode.debug.activeDebugSession?.customRequest(command, args)) as T;
  const stopped = async (count: number): Promise<number> => {
    await eventually(
      () => stops,
      (seen) => seen >= count,
    );
    const { stackFrames } = await ask<{ stackFrames: { line: number }[] }>('stackTrace', { threadId: 1 });
    return stackFrames[0]?.line ?? 0;
  };
  const press = async (action: string): Promise<number> => {
    const before = stops;
    await eventually(
      () => vscode.debug.activeStackItem,
      (item) => item instanceof vscode.DebugStackFrame,
    );
    await vscode.commands.executeCommand(`workbench.action.debug.${action}`);
    return stopped(before + 1);
  };
  const breakAt = (line: number, condition?: string): void => {
    const location = new vscode.Location(document.uri, new vscode.Position(line - 1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, condition)]);
  };

  it('is offered above tests, and stops where the test fails', async () => {
    const replay = (await lensesOf(document)).filter(({ title }) => title === 'Replay');
    assert.deepEqual(
      replay.map(({ line }) => line),
      [10],
    );
    await vscode.commands.executeCommand('witness.replayFunction', {
      uri: document.uri,
      functionPath: 'test_settle',
    });
    assert.equal(await stopped(1), 2);
  });

  it('steps back, stops at conditions on recorded values, and goes in reverse', async () => {
    await traceFunction(document, 'test_settle');
    breakAt(2, 'people == 3');
    await vscode.commands.executeCommand('witness.replayRecording');
    assert.equal(await stopped(1), 2);
    assert.deepEqual((await textsIn(document)).slice(0, 1), ['1: cents = 9, people = 3']);
    assert.equal(await press('stepOver'), 3);
    assert.equal(await press('stepBack'), 2);
    assert.equal(await press('stepBack'), 8);
    assert.equal(await press('continue'), 2);
    assert.equal(await press('continue'), 2); // the raise
    assert.equal(await press('reverseContinue'), 2);
    const { result } = await ask<{ result: string }>('evaluate', { expression: 'cents * people' });
    assert.equal(result, '27');
  });

  it('leaves the values of the whole run when it ends', async () => {
    await traceFunction(document, 'test_settle');
    const whole = await textsIn(document);
    await vscode.commands.executeCommand('witness.replayRecording');
    await stopped(1);
    assert.ok((await witness()).currentStep());
    await vscode.debug.stopDebugging();
    await eventually(
      () => textsIn(document),
      (texts) => texts.join() === whole.join(),
    );
  });

  it('records what a configuration names', async () => {
    await vscode.debug.startDebugging(undefined, {
      type: 'witness',
      request: 'launch',
      name: 'one call',
      file: document.fileName,
      call: 'share(8, 2)',
      stopOnEntry: true,
    });
    assert.equal(await stopped(1), 2);
    assert.equal((await witness()).lastTrace()?.call, 'share(8, 2)');
    const kept = vscode.debug.activeDebugSession?.configuration['recording'] as string;
    assert.equal(path.extname(kept), '.witness');
  });

  it('never touches the breakpoints of people', async () => {
    breakAt(7);
    const known = vscode.debug.breakpoints.length;
    await traceFunction(document, 'test_settle');
    await vscode.commands.executeCommand('witness.replayRecording');
    assert.equal(await stopped(1), 7);
    assert.equal(vscode.debug.breakpoints.length, known);
  });
});
