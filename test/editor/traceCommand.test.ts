// What Trace Function asks before it runs anything, with answers given by the tests.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Dialogs } from '../../src/editor/dialogs';
import { Engine } from '../../src/editor/engine';
import { CallMemory } from '../../src/editor/tracing/callMemory';
import { DocumentFunctions } from '../../src/editor/tracing/functionsOf';
import { TraceFunction } from '../../src/editor/tracing/traceCommand';
import type { RunOrder } from '../../src/editor/tracing/traceRun';
import { EngineFailure } from '../../src/host/engine/engineFailure';
import type { TraceResult } from '../../src/protocol/engine';
import { usePythonFiles } from '../support/witness';

const text = `class Account:
    def __init__(self, cents):
        self.cents = cents

    def pay(self, n):
        self.cents -= n

def half(n):
    return n / 2

def greet():
    return 'hello'
`;

describe('before anything runs', () => {
  const open = usePythonFiles();
  const log = vscode.window.createOutputChannel('trace test', { log: true });
  const extension = vscode.extensions.getExtension('witness.witness');
  const engine = new Engine(
    vscode.Uri.joinPath(extension?.extensionUri ?? vscode.Uri.file('/'), 'dist/engine.js').fsPath,
    log,
  );
  after(() => {
    engine.dispose();
    log.dispose();
  });

  let document: vscode.TextDocument;
  let ran: RunOrder[];
  let said: string[];
  let isTrusted: boolean;
  let answers: Partial<Dialogs>;
  let memory: CallMemory;
  let failing: Record<string, string>;

  function command(): TraceFunction {
    const dialogs: Dialogs = {
      warn: (message, ...buttons) => {
        said.push([message, ...buttons].join(' | '));
        return answers.warn?.(message, ...buttons) ?? Promise.resolve(undefined);
      },
      fail: (message, ...buttons) => {
        said.push([message, ...buttons].join(' | '));
        return answers.fail?.(message, ...buttons) ?? Promise.resolve(undefined);
      },
      confirm: () => Promise.resolve(undefined),
      pick: (title, items) => answers.pick?.(title, items) ?? Promise.resolve(undefined),
      askText: (question) => answers.askText?.(question) ?? Promise.resolve(undefined),
    };
    const start = (_document: vscode.TextDocument, order: RunOrder): Promise<TraceResult> => {
      ran.push(order);
      const problem = order.call === undefined ? undefined : failing[order.call];
      if (problem !== undefined) {
        return Promise.reject(new EngineFailure('usage', problem, 'Did you mean half?'));
      }
      return Promise.resolve({} as TraceResult);
    };
    const functions = new DocumentFunctions(engine);
    return new TraceFunction({
      dialogs,
      functions,
      memory,
      run: { start },
      isTrusted: () => isTrusted,
      onRemembered: () => undefined,
    });
  }

  async function run(functionPath: string, asking: 'ask' | 'when needed' = 'when needed'): Promise<void> {
    await command().run({ uri: document.uri, functionPath }, asking);
  }

  beforeEach(async () => {
    ran = [];
    said = [];
    isTrusted = true;
    answers = {};
    failing = {};
    memory = new CallMemory(new Notes());
    document = await open('account.py', text);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('a workspace that is not trusted runs nothing', async () => {
    isTrusted = false;
    await run('greet');
    assert.deepEqual(ran, []);
    assert.match(said[0] ?? '', /not trusted.* \| Manage Workspace Trust$/);
  });

  it('a function without parameters runs at once', async () => {
    await run('greet');
    assert.deepEqual(ran, [{ call: 'greet()', wrapping: 'none' }]);
    assert.deepEqual(said, []);
  });

  it('a function that is no longer there is not traced, and nothing else instead', async () => {
    await run('gone');
    assert.deepEqual(ran, []);
    assert.match(said[0] ?? '', /^The function gone is no longer in this file/);
  });

  it('an unsaved file is run as it stands, and stays unsaved', async () => {
    await changeText(document);
    await run('greet');
    assert.deepEqual(said, []);
    assert.equal(ran.length, 1);
    assert.equal(document.isDirty, true);
  });

  it('an unsaved file in another encoding is saved only when people say so', async () => {
    document = await vscode.workspace.openTextDocument(document.uri, { encoding: 'iso88591' });
    await changeText(document);
    await run('greet');
    assert.deepEqual(ran, []);
    assert.match(said[0] ?? '', /unsaved changes and is not in UTF-8.* \| Save and Trace$/);
    assert.equal(document.isDirty, true);

    answers = { warn: (_message, ...buttons) => Promise.resolve(buttons[0]) };
    await run('greet');
    assert.equal(document.isDirty, false);
    assert.equal(ran.length, 1);
  });

  it('arguments that nobody knows are asked for, checked and remembered', async () => {
    let asked = 0;
    answers = {
      askText: ({ value, selection, problem }) => {
        asked++;
        assert.equal(value, 'half(…)');
        assert.equal(value.slice(...selection), '…');
        assert.match(problem('half(…)') ?? '', /Put the arguments/);
        assert.match(problem('half(') ?? '', /brackets/);
        assert.match(problem('') ?? '', /needed/);
        assert.equal(problem('half(4)'), undefined);
        return Promise.resolve(' half(4) ');
      },
    };
    await run('half');
    await run('half');
    assert.deepEqual(ran, [
      { call: 'half(4)', wrapping: 'none' },
      { call: 'half(4)', wrapping: 'none' },
    ]);
    assert.equal(asked, 1);
  });

  it('a question that is not answered runs nothing', async () => {
    await run('half');
    await run('Account.pay');
    assert.deepEqual(ran, []);
  });

  it('a method of an object that nobody knows may be found by running the file', async () => {
    answers = {
      pick: (title, items) => {
        assert.equal(title, 'Trace Account.pay');
        assert.deepEqual(
          items.map(({ label }) => label),
          ['Enter a Call…', 'Run the File'],
        );
        return Promise.resolve(items[1]);
      },
    };
    await run('Account.pay');
    assert.deepEqual(ran, [{ entry: 'Account.pay', wrapping: 'none' }]);
  });

  it('another call can be chosen although one is known', async () => {
    await memory.set(document, 'half', 'half(1)');
    answers = {
      pick: (_title, items) => {
        assert.equal(items[0]?.label, 'half(1)');
        return Promise.resolve(items[1]);
      },
      askText: ({ value }) => {
        assert.equal(value, 'half(1)');
        return Promise.resolve('half(3)');
      },
    };
    await run('half', 'ask');
    assert.deepEqual(ran, [{ call: 'half(3)', wrapping: 'none' }]);
    assert.equal(memory.get(document, 'half'), 'half(3)');
  });

  it('a call that cannot be made can be changed, and is not remembered', async () => {
    failing = { 'half(n)': 'The call half(n) could not be made: NameError.' };
    const calls = ['half(n)', 'half(8)'];
    answers = {
      askText: ({ value }) => {
        assert.equal(value, calls.length === 2 ? 'half(…)' : 'half(n)');
        return Promise.resolve(calls.shift());
      },
      fail: (_message, ...buttons) => Promise.resolve(buttons[0]),
    };
    await run('half');
    assert.deepEqual(said, [
      'The call half(n) could not be made: NameError. Did you mean half? | Change the Call…',
    ]);
    assert.deepEqual(
      ran.map(({ call }) => call),
      ['half(n)', 'half(8)'],
    );
    assert.equal(memory.get(document, 'half'), 'half(8)');
  });

  it('other languages are not traced', async () => {
    const other = await vscode.workspace.openTextDocument({ language: 'ruby', content: 'puts 1' });
    await command().run(other.uri, 'when needed');
    assert.deepEqual(ran, []);
    assert.match(said[0] ?? '', /nothing to trace here/);
  });
});

class Notes implements vscode.Memento {
  private readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<T>(key: string, fallback?: T): T | undefined {
    return (this.values.get(key) as T | undefined) ?? fallback;
  }

  update(key: string, value: unknown): Thenable<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

async function changeText(document: vscode.TextDocument): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), '# changed\n');
  await vscode.workspace.applyEdit(edit);
}
