// Debug What I Describe: words in the place of a failing test. What a model makes of them is seen before it is used, and stays a claim.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { SessionRow } from '../../src/editor/debugging/sessionRows';
import { useAnsweredWarnings, useChosenItems, useTypedTexts } from '../support/model/answeredDialogs';
import { answerAboutMiddle, middle, middleWords } from '../support/model/middle';
import { scriptedModel, scriptedModelId, type ScriptedModel } from '../support/model/scriptedModel';
import { usePythonFiles, witness } from '../support/witness';

describe('debugging what somebody describes', function () {
  this.timeout(180_000);
  const open = usePythonFiles();
  let words: string | undefined;
  let kept: (item: vscode.QuickPickItem) => boolean;
  let seen: readonly vscode.QuickPickItem[] = [];
  const warnings = useAnsweredWarnings(() => 'Send');
  useTypedTexts(() => words);
  useChosenItems((items) => {
    seen = items;
    return items.filter(kept);
  });
  let script: ScriptedModel;

  before(async () => {
    script = await scriptedModel();
  });
  beforeEach(async () => {
    await use({ provider: 'editor', name: await scriptedModelId() });
    await vscode.commands.executeCommand('witness.clearDebugging');
    words = middleWords;
    kept = ({ label }) => !label.includes('[]');
    seen = [];
    script.requests.length = 0;
    script.answer = (text, send) => {
      send(answerAboutMiddle(text));
    };
  });
  after(async () => {
    await use({});
    await vscode.commands.executeCommand('witness.clearDebugging');
  });

  async function use(settings: Readonly<Record<string, string>>): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('witness');
    for (const name of ['name', 'endpoint', 'provider']) {
      await configuration.update(`model.${name}`, settings[name], vscode.ConfigurationTarget.Global);
    }
  }

  async function debug(text = middle): Promise<vscode.TextDocument> {
    const document = await open('middles.py', `${text}# ${randomUUID()}\n`);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('witness.debugDescription');
    return document;
  }

  it('shows the tests with the words that say so, and uses those that people let stand', async () => {
    const document = await debug();
    assert.deepEqual(seen.map(({ label, detail, picked }) => [label, detail, picked]).at(-1), [
      'assert (middle([])) == (0)',
      'which nobody said',
      true,
    ]);
    assert.equal((await row('reproduce'))?.description, '3 failing, 0 passing');
    const [claimed] = await below('reproduce');
    assert.deepEqual(
      claimed?.children.map(({ label }) => label),
      ['the middle one', 'the middle one of five', 'the middle one of seven'],
    );
    const [fix] = await below('validate');
    const [suspect] = await below('localise');
    assert.match(fix?.description ?? '', /^claimed · all 3 tests pass with it/);
    assert.ok(suspect);
    for (const { description = '' } of [claimed, ...(await below('localise'))]) {
      assert.match(description, /^claimed/);
    }
    // What it is to do is told to the model wherever it is asked.
    assert.ok(script.requests.some((text) => text.includes('Judge blocks') && text.includes(middleWords)));
    await vscode.commands.executeCommand('witness.applyFix');
    assert.match(document.getText(), /ordered\[len\(ordered\) \/\/ 2\]/);
    await vscode.commands.executeCommand('witness.recheckFix');
    assert.equal((await row('recheck'))?.description, 'all 3 tests pass');
  });

  it('runs nothing where people let no test stand, or go away before', async () => {
    kept = () => false;
    await debug();
    assert.equal(seen.length, 4);
    assert.equal(await row('reproduce'), undefined);
    words = undefined;
    script.requests.length = 0;
    await debug();
    assert.equal(script.requests.length, 0);
  });

  it('says why there are no tests where the answer is of no use, or there is no model', async () => {
    script.answer = (_, send) => {
      send('I am sure that it is fine.');
    };
    await debug();
    assert.match(warnings.at(-1) ?? '', /^The model wrote no tests: /);
    assert.deepEqual(seen, []);
    assert.equal(await row('reproduce'), undefined);
    await use({});
    await debug();
    assert.match(warnings.at(-1) ?? '', /^Tests are made from words by a model, and none is chosen\./);
  });
});

async function below(id: string): Promise<readonly SessionRow[]> {
  return (await row(id))?.children ?? [];
}

async function row(id: string): Promise<SessionRow | undefined> {
  const rows = (await witness()).sessionRows();
  return rows.find((item) => item.id === id);
}
