// Choose Model, Set API Key, Clear API Key, and what people can read before anything is sent.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Dialogs } from '../../src/editor/dialogs';
import type { Engine } from '../../src/editor/engine';
import { ModelFeature } from '../../src/editor/model/modelFeature';
import { scriptedModelId } from '../support/model/scriptedModel';

describe('choosing a model', () => {
  let feature: ModelFeature;
  let commands: ReturnType<ModelFeature['commands']>;
  let secrets: Map<string, string>;
  let dialogs: { -readonly [D in keyof Dialogs]?: Dialogs[D] };
  let told: string[];

  beforeEach(() => {
    secrets = new Map();
    dialogs = {};
    told = [];
    feature = new ModelFeature({
      secrets: secretStorage(secrets),
      memory: memento(),
      tell: (message) => told.push(message),
      dialogs: {
        warn: (...args) => dialogs.warn?.(...args) ?? Promise.resolve(undefined),
        fail: () => Promise.resolve(undefined),
        confirm: (...args) => dialogs.confirm?.(...args) ?? Promise.resolve(undefined),
        pick: (title, items) => dialogs.pick?.(title, items) ?? Promise.resolve(undefined),
        askText: (question) => dialogs.askText?.(question) ?? Promise.resolve(undefined),
      },
    });
    commands = feature.commands({ request: () => Promise.resolve(tested) } as unknown as Engine);
  });
  afterEach(async () => {
    feature.dispose();
    for (const name of ['name', 'endpoint', 'provider']) {
      await vscode.workspace
        .getConfiguration('witness')
        .update(`model.${name}`, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  function picks(label: RegExp): void {
    dialogs.pick = (_, items) => Promise.resolve(items.find((item) => label.test(item.label)));
  }

  it('offers what VS Code has, and tries it', async () => {
    picks(/^Scripted Model$/);
    await commands['witness.chooseModel']();
    const { kind, ...chosen } = (await feature.chosen()) ?? {};
    assert.equal(kind, 'editor');
    assert.deepEqual(chosen, { id: await scriptedModelId(), budget: 100_000 });
    assert.match(told[0] ?? '', /^The model answers as it should, in 5 ms\. test: 1 request/);
  });

  it('asks for the address of a local one, and for no key', async () => {
    picks(/^A model on this machine/);
    const answers = ['http://127.0.0.1:11434/v1/', 'qwen2.5-coder'];
    dialogs.askText = () => Promise.resolve(answers.shift());
    await commands['witness.chooseModel']();
    assert.deepEqual(await feature.chosen(), {
      kind: 'endpoint',
      protocol: 'openai',
      address: 'http://127.0.0.1:11434/v1',
      model: 'qwen2.5-coder',
      budget: 100_000,
    });
    assert.equal(secrets.size, 0);
  });

  it('takes no address that is none', async () => {
    picks(/^A model on this machine/);
    let problem: string | undefined;
    dialogs.askText = (question) => {
      problem = question.problem('my machine');
      return Promise.resolve(undefined);
    };
    await commands['witness.chooseModel']();
    assert.equal(problem, 'An address is like http://127.0.0.1:11434/v1.');
    assert.equal(await feature.chosen(), undefined);
  });

  it('keeps a key where secrets are kept, for that provider alone, until it is cleared', async () => {
    picks(/^Anthropic/);
    const hidden: boolean[] = [];
    const answers = ['claude-sonnet-4-5', ' key-1 '];
    dialogs.askText = ({ isSecret }) => {
      hidden.push(isSecret === true);
      return Promise.resolve(answers.shift());
    };
    await commands['witness.chooseModel']();
    assert.deepEqual(hidden, [false, true]);
    const chosen = await feature.chosen();
    assert.ok(chosen?.kind === 'endpoint');
    assert.equal(chosen.key, 'key-1');
    await vscode.workspace
      .getConfiguration('witness')
      .update('model.endpoint', 'https://elsewhere.example/v1', vscode.ConfigurationTarget.Global);
    const elsewhere = await feature.chosen();
    assert.ok(elsewhere?.kind === 'endpoint');
    assert.equal(elsewhere.key, undefined);
    await vscode.workspace
      .getConfiguration('witness')
      .update('model.endpoint', undefined, vscode.ConfigurationTarget.Global);
    await commands['witness.clearApiKey']();
    assert.equal(secrets.size, 0);
  });

  it('uses none when none is chosen, and says so', async () => {
    picks(/^No model$/);
    await commands['witness.chooseModel']();
    assert.equal(await feature.chosen(), undefined);
    assert.deepEqual(told, ['No model is chosen. Everything works without one.']);
  });

  it('shows all that would be sent before anybody agrees', async () => {
    const signal = new AbortController().signal;
    const request = {
      model: 'somebody’s model',
      purpose: 'repair',
      tokens: 120,
      maxOutput: 50,
      text: '[user]\ndef f(): ...',
    } as const;
    let detail = '';
    dialogs.confirm = (_, text) => {
      detail = text;
      return Promise.resolve('Show What Is Sent');
    };
    assert.equal(await feature.port.maySend(request, signal), false);
    assert.match(detail, /about 120 tokens, its answer 50 at most/);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), request.text);
    dialogs.warn = () => Promise.resolve('Send');
    assert.equal(await feature.port.maySend(request, signal), true);
    dialogs.confirm = () => assert.fail('people are asked once');
    assert.equal(await feature.port.maySend(request, signal), true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

const tested = {
  model: 'test',
  ms: 5,
  cost: { requests: 1, kept: 0, input: 1, cached: 0, output: 1 },
};

function secretStorage(values: Map<string, string>): vscode.SecretStorage {
  return {
    get: (key) => Promise.resolve(values.get(key)),
    store: (key, value) => Promise.resolve(void values.set(key, value)),
    delete: (key) => Promise.resolve(void values.delete(key)),
    onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
  };
}

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.get(key) as T | undefined) ?? fallback,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}
