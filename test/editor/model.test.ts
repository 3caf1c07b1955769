// A model in the editor: chosen, agreed to, and put to use, with its claims marked as such.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { SessionRow } from '../../src/editor/debugging/sessionRows';
import { eventually } from '../support/eventually';
import { useAnsweredWarnings, useTypedTexts } from '../support/model/answeredDialogs';
import { answerAboutInitials, initials, initialsTests } from '../support/model/initials';
import { chatRule } from '../support/model/chatRule';
import { answering, ModelServer } from '../support/model/modelServer';
import { scriptedModel, scriptedModelId, type ScriptedModel } from '../support/model/scriptedModel';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

const orders = [{ name: 'apples', price: 30 }];

describe('a model in the editor', function () {
  this.timeout(180_000);
  const open = usePythonFiles();
  let agreed = true;
  let typed: string[] = [];
  const warnings = useAnsweredWarnings(() => (agreed ? 'Send' : undefined));
  useTypedTexts(() => typed.shift());
  let script: ScriptedModel;

  before(async () => {
    script = await scriptedModel();
    await use({ provider: 'editor', name: await scriptedModelId() });
  });
  beforeEach(() => {
    script.requests.length = 0;
    agreed = true;
  });
  after(async () => {
    await use({});
    await vscode.commands.executeCommand('witness.clearDebugging');
    await vscode.commands.executeCommand('witness.clearFragment');
  });

  async function use(settings: Readonly<Record<string, string>>): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('witness');
    for (const name of ['name', 'endpoint', 'provider']) {
      await configuration.update(`model.${name}`, settings[name], vscode.ConfigurationTarget.Global);
    }
  }

  async function debug(test: vscode.TextDocument): Promise<void> {
    await vscode.commands.executeCommand('witness.debugTest', { uri: test.uri, functionPath: 'test_three' });
  }

  it('gets nothing where people do not agree', async () => {
    agreed = false;
    // One that nobody was asked about before.
    await use({ provider: 'editor', name: await scriptedModelId('other') });
    const document = await open('piece.py', `# ${randomUUID()}\nprint(orders[0]["price"])\n`);
    await runAll(document);
    assert.equal(script.requests.length, 0);
    assert.match(warnings[0] ?? '', /^Send code of this workspace to .*other.*\?$/);
    assert.deepEqual((await witness()).fragment()?.errors, []);
    await use({ provider: 'editor', name: await scriptedModelId() });
  });

  it('judges a failing test and mends the program; what passes is shown, applied and checked again', async () => {
    script.answer = (text, send) => {
      send(answerAboutInitials(text));
    };
    const document = await open('names.py', `${initials}# ${randomUUID()}\n`);
    const test = await open('test_names.py', initialsTests, document);
    await debug(test);
    const asked = await row('model');
    assert.match(asked?.description ?? '', /: 2 requests, [\d,]+ tokens in, [\d,]+ out$/);
    const [claim] = asked?.children ?? [];
    assert.equal(claim?.label, 'The name is not split.');
    assert.equal(claim.description, 'claimed · line 3, step 2');
    assert.equal(claim.children[0]?.label, "word should be 'ada'");
    assert.match((await row('validate'))?.children[0]?.description ?? '', /^witnessed · /);
    assert.match(script.requests[0] ?? '', /def initials/);
    await vscode.commands.executeCommand('witness.applyFix');
    assert.match(document.getText(), /name\.split\(\)/);
    await vscode.commands.executeCommand('witness.recheckFix');
    assert.equal((await row('recheck'))?.description, 'all 3 tests pass');
  });

  it('is not believed where it answers in prose, and the search goes on without it', async () => {
    script.answer = (_, send) => {
      send('I am sure that it is fine.');
    };
    const document = await open('names.py', `${initials}# ${randomUUID()}\n`);
    const test = await open('test_names.py', initialsTests, document);
    await debug(test);
    const asked = await row('model');
    assert.ok(
      asked?.children.some(({ label }) => label.startsWith('no answer: ')),
      JSON.stringify(asked),
    );
    assert.equal((await row('localise'))?.icon, 'pass');
    assert.match(document.getText(), /for word in \[name\]/);
  });

  it('gives values to a selection, which are marked as its own', async () => {
    script.answer = (_, send) => {
      send(JSON.stringify({ values: { orders } }));
    };
    const document = await open('piece.py', `# ${randomUUID()}\ntotal = orders[0]["price"] * 2\n`);
    await runAll(document);
    const view = (await witness()).fragment();
    assert.deepEqual(
      view?.invented.map(({ name, source }) => `${name} from ${source}`),
      ['orders from model'],
    );
    assert.ok((await witness()).fragmentMarks(document).some(({ text }) => text.includes('60')));
    assert.deepEqual(warnings, [], 'people are asked once for a workspace');
  });

  it('explains a recording, and each of its claims is compared with it', async () => {
    // What was answered before is not asked again.
    const name = `change_${randomLetters()}`;
    const document = await open(
      'shop.py',
      `def ${name}(paid, price):\n    rest = paid - price\n    return 10 / rest\n\ndef test_change():\n    ${name}(5, 5)\n`,
    );
    script.answer = (text, send) => {
      const step = Number(/^\s*(\d+) shop\.py:2 rest = paid - price \| rest=0$/m.exec(text)?.[1]);
      const claims = [
        { text: 'What was paid is 5.', step, values: { paid: '5' } },
        { text: 'Nothing is left.', step, values: { rest: '1' } },
        { text: 'So it divides by zero.', step },
      ];
      send(JSON.stringify({ claims }));
    };
    await traceFunction(document, 'test_change');
    await vscode.commands.executeCommand('witness.explainRecording');
    const shown = await eventually(
      () => vscode.window.visibleTextEditors.map((editor) => editor.document.getText()),
      (texts) => texts.some((text) => text.startsWith('What the model says of test_change')),
    );
    const text = shown
      .filter((one) => one.startsWith('What the model says'))
      .join('')
      .replaceAll(/step \d+/g, 'step N');
    assert.ok(text.includes('claims: 3, with values as recorded: 1, false: 1'), text);
    assert.ok(
      text.includes(
        `1  What was paid is 5.
    claimed, its values witnessed · step N, shop.py:2
    paid = 5

2  Nothing is left.
    false · step N, shop.py:2
    rest = 1: the recording has 0
    The first claim that is false: what follows may rest on it.

3  So it divides by zero.
    claimed, nothing in it could be looked up · step N, shop.py:2
`,
      ),
      text,
    );
    assert.match(script.requests.at(-1) ?? '', /<outcome>\nraised ZeroDivisionError: division by zero\n/);
    await vscode.commands.executeCommand('witness.clearInlineValues');
  });

  it('writes a rule from words, which finds a path once people have saved it', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(root);
    const id = `python/chat-eval-${randomLetters()}`;
    script.answer = (_, send) => {
      send(`\`\`\`yaml\n${chatRule({ id })}\`\`\`\n`);
    };
    const program = await open(
      'bot.py',
      'from chat import read_message\nsaid = read_message()\neval(said)\n',
    );
    // What was answered before is not asked again.
    typed = [`text from a chat message must not reach eval (${id})`];
    await vscode.window.showTextDocument(program);
    await vscode.commands.executeCommand('witness.newRule');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled, 'nothing is saved before people do');
    assert.match(document.getText(), new RegExp(`^# Written by editor .*[^]*\nid: ${id}\n`));
    const rules = vscode.Uri.joinPath(root, '.witness/rules');
    await vscode.workspace.fs.createDirectory(rules);
    try {
      const text = new TextEncoder().encode(document.getText());
      await vscode.workspace.fs.writeFile(vscode.Uri.file(document.fileName), text);
      const inside = vscode.Uri.joinPath(root, 'bot.py');
      await vscode.workspace.fs.writeFile(inside, new TextEncoder().encode(program.getText()));
      await vscode.commands.executeCommand('witness.analyseFile', inside);
      const found = (await witness()).findings().filter(({ rule }) => rule === id);
      assert.deepEqual(
        found.map(({ source, sink }) => [source.line, sink.line]),
        [[1, 2]],
      );
      await vscode.workspace.fs.delete(inside);
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, '.witness'), { recursive: true });
      await vscode.commands.executeCommand('witness.clearPaths');
    }
  });

  it('may be one of an endpoint, asked with the key for that address alone', async () => {
    const server = new ModelServer('openai', () => answering('{"sum": 42}'));
    const address = await server.start();
    try {
      await use({ provider: 'openai', name: 'model-1', endpoint: address });
      await vscode.commands.executeCommand('witness.testConnection');
      await eventually(
        () => server.requests.length,
        (count) => count === 1,
      );
      assert.equal(server.requests[0]?.headers.authorization, undefined);
      assert.deepEqual(warnings, []);
    } finally {
      await server.stop();
    }
  });

  async function runAll(document: vscode.TextDocument): Promise<void> {
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, document.lineCount, 0);
    await vscode.commands.executeCommand('witness.runSelection');
  }
});

function randomLetters(): string {
  return randomUUID().replaceAll(/[^a-f]/g, '');
}

async function row(id: string): Promise<SessionRow | undefined> {
  return (await witness()).sessionRows().find((item) => item.id === id);
}
