// Models that VS Code offers: whatever they do, there is an answer or a reason.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Outcome, Completion } from '../../src/core/model/languageModel';
import { completeInEditor } from '../../src/editor/model/editorModel';
import { scriptedModel, scriptedModelId, type ScriptedModel } from '../support/model/scriptedModel';

const limits = { idleMs: 500, charactersPerToken: 8 };

describe('a model of VS Code', () => {
  let script: ScriptedModel;
  let id = '';

  before(async () => {
    script = await scriptedModel();
    id = await scriptedModelId();
  });

  function complete(signal = new AbortController().signal, model = id): Promise<Outcome<Completion>> {
    const messages = [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'What is it?' },
    ] as const;
    return completeInEditor({ model, messages, maxOutput: 20 }, signal, limits);
  }

  /** Why there is no answer. */
  async function reasonOf(answer: ScriptedModel['answer']): Promise<string> {
    script.answer = answer;
    const outcome = await complete();
    assert.ok(!outcome.ok, JSON.stringify(outcome));
    return `${outcome.failure.kind}: ${outcome.failure.message}`;
  }

  it('answers, with what it cost', async () => {
    script.answer = (_, send) => {
      send('It is ');
      send('a test.');
    };
    const outcome = await complete();
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(outcome.value.text, 'It is a test.');
    assert.equal(outcome.value.usage.output, 4);
    assert.ok(outcome.value.usage.input >= 6);
    assert.match(script.requests.at(-1) ?? '', /Be brief\.\n\nWhat is it\?/);
  });

  it('says why there is no answer', async () => {
    assert.match(await reasonOf(() => undefined), /^empty: /);
    assert.match(
      await reasonOf(() => {
        throw vscode.LanguageModelError.Blocked('not this');
      }),
      /^refused: .*not this/,
    );
    assert.match(
      await reasonOf(() => {
        throw vscode.LanguageModelError.NoPermissions('not you');
      }),
      /^unauthorised: .*not you/,
    );
    assert.match(
      await reasonOf(() => {
        throw new Error('out of order');
      }),
      /^server: .*out of order/,
    );
  });

  it('does not read on where an answer has no end', async () => {
    const reason = await reasonOf(async (_, send, token) => {
      while (!token.isCancellationRequested) {
        send('and so on '.repeat(10));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    assert.match(reason, /^huge: /);
  });

  it('does not wait for one that says nothing, or nothing more', async () => {
    const never = new Promise<void>(() => undefined);
    assert.match(await reasonOf(() => never), /^timeout: /);
    const reason = await reasonOf((_, send) => {
      send('It is');
      return never;
    });
    assert.match(reason, /^timeout: /);
  });

  it('is left at once when nobody wants the answer any more', async () => {
    const controller = new AbortController();
    script.answer = () => {
      controller.abort();
      return new Promise(() => undefined);
    };
    const outcome = await complete(controller.signal);
    assert.ok(!outcome.ok);
    assert.equal(outcome.failure.kind, 'cancelled');
  });

  it('may have gone meanwhile', async () => {
    const outcome = await complete(undefined, 'no such model');
    assert.ok(!outcome.ok);
    assert.match(outcome.failure.message, /does not offer the model no such model/);
    assert.match(outcome.failure.nextStep ?? '', /Choose Model/);
  });
});
