// With a debugger that stands in for the Python debugger: test/fixtures/liveDebugger.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { useAnsweredWarnings } from '../support/model/answeredDialogs';
import { scriptedModel, scriptedModelId } from '../support/model/scriptedModel';
import { textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `import sys

def share(cents, people):
    each = cents // people
    return each

def settle(bills):
    total = 0
    sizes = [size for size in bills]
    for cents, people in bills:
        if people > 2:
            fair = share(cents, people)
        else:
            total = 1
        total += share(cents, people)
        after = total
    return total

def test_settle():
    assert settle([(10, 2), (9, 3), (5, 0)]) == 8
`;

interface ScriptedStop {
  readonly line: number;
  readonly name: string;
  readonly reason: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly exception?: readonly [string, string];
  readonly callers?: readonly { readonly name: string; readonly line: number }[];
}

describe('while the Python debugger has stopped', () => {
  const open = usePythonFiles();
  useAnsweredWarnings(() => 'Send');
  let document: vscode.TextDocument;
  before(async () => {
    await witness();
    document = await open('bills.py', program);
  });
  beforeEach(async () => {
    await vscode.window.showTextDocument(document);
  });
  afterEach(async () => {
    await vscode.debug.stopDebugging();
    await eventually(
      () => vscode.debug.activeDebugSession,
      (session) => session === undefined,
    );
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  });

  const stopAt = async (stop: ScriptedStop, inText = document): Promise<number> => {
    const file = inText.fileName;
    const callers = (stop.callers ?? []).map((caller) => ({ ...caller, file }));
    const started = await vscode.debug.startDebugging(undefined, {
      type: 'debugpy',
      request: 'launch',
      name: 'a live session',
      stops: [{ ...stop, file, callers }],
    });
    assert.ok(started);
    const item = await eventually(
      () => vscode.debug.activeStackItem,
      (found) => found instanceof vscode.DebugStackFrame,
    );
    return (item as vscode.DebugStackFrame).frameId;
  };
  /** `line: names`, lines from 1. */
  const given = async (line: number, frameId: number): Promise<string[]> => {
    const at = new vscode.Range(line - 1, 0, line - 1, 0);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const values = await vscode.commands.executeCommand<vscode.InlineValue[]>(
      'vscode.executeInlineValueProvider',
      document.uri,
      whole,
      { frameId, stoppedLocation: at },
    );
    const lines = new Map<number, string[]>();
    for (const value of values) {
      assert.ok('variableName' in value);
      assert.equal(value.variableName, document.getText(value.range));
      const number = value.range.start.line + 1;
      lines.set(number, [...(lines.get(number) ?? []), value.variableName ?? '']);
    }
    return [...lines].map(([number, names]) => `${number}: ${names.join(' ')}`);
  };
  const inSettle = { name: 'settle', reason: 'breakpoint' };

  it('gives values for the variables of the function, where it wrote and read them on its way there', async () => {
    const frame = await stopAt({ ...inSettle, line: 15, variables: { cents: '9', people: '3', total: '5' } });
    assert.deepEqual(await given(15, frame), [
      '7: bills',
      '8: total',
      '9: sizes bills',
      '10: cents people bills',
      '11: people',
      '12: fair cents people',
      '14: total',
      '15: total cents people',
    ]);
  });

  it('leaves out branches that were not taken and lines that have not run', async () => {
    const frame = await stopAt({ ...inSettle, line: 14, variables: { cents: '9', people: '1', total: '5' } });
    assert.deepEqual(await given(14, frame), [
      '7: bills',
      '8: total',
      '9: sizes bills',
      '10: cents people bills',
      '11: people',
    ]);
  });

  it('gives none in other functions, and none where the setting says so', async () => {
    const frame = await stopAt({ name: 'share', reason: 'step', line: 4, variables: { cents: '9' } });
    assert.deepEqual(await given(4, frame), ['3: cents people', '4: cents people']);
    const settings = vscode.workspace.getConfiguration('witness');
    await settings.update('inlineValues.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await given(4, frame), []);
    } finally {
      await settings.update('inlineValues.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('explains a stop: where, why, with which values', async () => {
    await stopAt({
      name: 'share',
      reason: 'exception',
      exception: ['ZeroDivisionError', 'integer division or modulo by zero'],
      line: 4,
      variables: { cents: '5', people: '0' },
      callers: [{ name: 'settle', line: 15 }],
    });
    const text = await explanation(/^Stopped in share/);
    assert.match(
      text,
      /^Stopped in share, bills\.py, line 4\n {2}An exception: ZeroDivisionError: integer division or/,
    );
    assert.match(text, /What the line reads\n {2}cents = 5\n {2}people = 0\n/);
    assert.match(text, /Called from\n {2}settle, bills\.py, line 15\n/);
    assert.match(text, /No recording of this file is on show\./);
  });

  it('says from a recording where the values came from, and only where they are the same', async () => {
    await traceFunction(document, 'test_settle');
    assert.ok((await textsIn(document)).length > 0);
    await stopAt({ name: 'share', reason: 'step', line: 4, variables: { cents: '5', people: '0' } });
    const same = await explanation(
      /recording of test_settle\(\) has the same values of cents, people in 1 of 4 runs/,
    );
    assert.match(
      same,
      /\n {2}people\n +15 total \+= share\(cents, people\) +\| given as argument, people = 0\n/,
    );
    await vscode.debug.stopDebugging();
    await stopAt({ name: 'share', reason: 'step', line: 4, variables: { cents: '5', people: '7' } });
    await explanation(/ran this line 4 times, never with these values of cents, people\./);
  });

  it('has a model say why, and compares what it claims with the debugger and the recording', async () => {
    const script = await scriptedModel();
    script.answer = (text, send) => {
      const step = Number(/(\d+) own_bills\.py:\d+ .*\| .*total=(\d+)/.exec(text)?.[1]);
      const claims = [
        { text: 'Nobody shares.', step: 0, values: { people: '0' } },
        { text: 'Eight were shared before.', step, values: { total: '9' } },
        { text: 'It is about to divide by seven.', step: 0, values: { people: '7', cents: '5' } },
      ];
      send(JSON.stringify({ claims }));
    };
    // What was answered before is not asked again.
    const own = await open('own_bills.py', `${program}# ${randomUUID()}\n`);
    await vscode.window.showTextDocument(own);
    const settings = vscode.workspace.getConfiguration('witness');
    await settings.update('model.name', await scriptedModelId(), vscode.ConfigurationTarget.Global);
    await settings.update('model.provider', 'editor', vscode.ConfigurationTarget.Global);
    try {
      await traceFunction(own, 'test_settle');
      await stopAt({ name: 'share', reason: 'step', line: 4, variables: { cents: '5', people: '0' } }, own);
      const text = await explanation(/What the model says of it/, own);
      assert.match(
        text,
        /^Stopped in share, own_bills\.py, line 4\n/,
        'what is known without a model comes first',
      );
      assert.match(
        text,
        /1 {2}Nobody shares\.\n {4}claimed, its values witnessed · at the stop, own_bills\.py:4\n/,
      );
      assert.match(
        text,
        /2 {2}Eight were shared before\.\n {4}false · step \d+, own_bills\.py:\d+\n {4}total = 9: the recording has /,
      );
      assert.match(text, /3 {2}.*\n {4}false · at the stop.*\n {4}people = 7: the debugger shows 0\n/);
      assert.match(script.requests.at(-1) ?? '', /people = 0[^]*Why does the program stand here/);
      script.answer = (_, send) => {
        send('It is fine.');
      };
      await vscode.debug.stopDebugging();
      await stopAt({ name: 'share', reason: 'step', line: 4, variables: { cents: '6', people: '0' } }, own);
      await explanation(/The model gives no explanation: The model's answer cannot be used/, own);
    } finally {
      for (const name of ['provider', 'name']) {
        await settings.update(`model.${name}`, undefined, vscode.ConfigurationTarget.Global);
      }
    }
  });

  it('does not take a recording of another text for one of this', async () => {
    await traceFunction(document, 'test_settle');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# edited\n');
    await vscode.workspace.applyEdit(edit);
    try {
      await stopAt({ name: 'share', reason: 'step', line: 5, variables: { cents: '5', people: '0' } });
      await explanation(/The text has changed since it was recorded\./);
    } finally {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  /** What is said of the stop, beside the program; it takes the place of what was said before. */
  const explanation = async (expected: RegExp, inText = document): Promise<string> => {
    await vscode.commands.executeCommand('witness.explainStop');
    const shown = vscode.window.visibleTextEditors.filter(
      (editor) => editor.document.uri.scheme === 'witness-stop',
    );
    assert.equal(shown.length, 1);
    assert.equal(vscode.window.activeTextEditor?.document, inText, 'the focus has moved');
    return eventually(
      () => shown[0]?.document.getText() ?? '',
      (text) => expected.test(text),
    );
  };
});
