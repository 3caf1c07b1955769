// A review with a model in the editor: what was checked is a comment, the rest stands apart; refined code is tried, shown, applied.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ShownComment } from '../../src/editor/review/reviewStore';
import { useAnsweredWarnings } from '../support/model/answeredDialogs';
import { lineOf, reviewAnswer, shop, shopTests } from '../support/model/reviewedShop';
import { scriptedModel, scriptedModelId, type ScriptedModel } from '../support/model/scriptedModel';
import { testRepository, type TestRepository } from '../support/repositories';
import { witness } from '../support/witness';

describe('a review with a model in the editor', function () {
  this.timeout(180_000);
  const warnings = useAnsweredWarnings(() => 'Send');
  let script: ScriptedModel;
  let repository: TestRepository;
  let document: vscode.TextDocument;
  let text: string;

  before(async () => {
    script = await scriptedModel();
    await use({ provider: 'editor', name: await scriptedModelId() });
  });
  after(() => use({}));
  beforeEach(async () => {
    repository = testRepository();
    repository.commit({ 'shop.py': shop, 'test_shop.py': shopTests });
    text = `${shop.replace('    if people == 0:\n        return 0\n', '')}\n# ${randomUUID()}\n`;
    repository.write({ 'shop.py': text });
    document = await vscode.workspace.openTextDocument(path.join(repository.root, 'shop.py'));
    await vscode.window.showTextDocument(document);
    script.requests.length = 0;
    script.answer = (asked, send) => {
      send(asked.includes('You mend a change') ? mended() : said());
    };
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearReview');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    repository.remove();
  });

  async function use(settings: Readonly<Record<string, string>>): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('witness');
    for (const name of ['name', 'endpoint', 'provider']) {
      await configuration.update(`model.${name}`, settings[name], vscode.ConfigurationTarget.Global);
    }
  }

  function said(): string {
    const line = lineOf(text, 'return amount');
    const call = { kind: 'call', call: 'share(10, 2)', now: { returns: '9.0' } };
    return reviewAnswer([
      { line, text: 'The test of nobody fails.', claim: { kind: 'test', test: 'test_shop.py::test_nobody' } },
      { line, text: 'It shares wrongly.', claim: call },
      { line, text: 'Is this what the team wants?' },
      { line: 1, text: 'Unused import.' },
    ]);
  }

  function mended(): string {
    const line = lineOf(text, 'return amount');
    const code = '    if people == 0:\n        return 0\n    return amount / people';
    return JSON.stringify({ edits: [{ from: line, to: line, code }] });
  }

  async function comments(): Promise<readonly ShownComment[]> {
    return (await witness()).reviewComments();
  }

  async function byTitle(title: RegExp): Promise<ShownComment> {
    const found = (await comments()).find(({ comment }) => title.test(comment.title));
    assert.ok(found, (await comments()).map(({ comment }) => comment.title).join('\n'));
    return found;
  }

  it('shows what a run has shown, and what nobody has checked as a claim', async () => {
    await vscode.commands.executeCommand('witness.reviewChanges');
    const shown = (await comments()).map(({ comment }) => `${comment.level}: ${comment.title}`);
    assert.deepEqual(shown, [
      'witnessed: share fails where it worked',
      'witnessed: test_shop.py::test_nobody fails',
      'claimed: Is this what the team wants?',
    ]);
    assert.match(script.requests[0] ?? '', /<change>[^]*def share/);
  });

  it('refines, shows the code beside the text, and applies it to that text', async () => {
    await vscode.commands.executeCommand('witness.reviewChanges');
    const { comment } = await byTitle(/^share fails/);
    await vscode.commands.executeCommand('witness.refineComment', comment.id);
    const refined = (await byTitle(/^share fails/)).comment.refinement;
    assert.equal(refined?.by, 'model', JSON.stringify((await byTitle(/^share fails/)).comment));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.modified.scheme, 'witness-refined');
    const beside = await vscode.workspace.openTextDocument(input.modified);
    assert.match(beside.getText(), /if people == 0:/);
    assert.equal(document.getText(), text, 'nothing is written before it is applied');
    await vscode.commands.executeCommand('witness.applyRefinement', comment.id);
    assert.equal(document.getText(), refined.text);
    assert.equal((await byTitle(/^share fails/)).state, 'resolved');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('writes nothing into a text that has changed since', async () => {
    await vscode.commands.executeCommand('witness.reviewChanges');
    const { comment } = await byTitle(/^share fails/);
    await vscode.commands.executeCommand('witness.refineComment', comment.id);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# mine\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await vscode.commands.executeCommand('witness.applyRefinement', comment.id);
    assert.equal(document.getText(), `# mine\n${text}`);
    assert.ok(
      warnings.some((message) => message.includes('has changed since')),
      warnings.join('\n'),
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  for (const [name, answer] of [
    ['prose', 'Nice work.'],
    ['half a document', '{"parts": [{"part"'],
    ['nothing', ''],
  ] as const) {
    it(`is the review without it where it answers ${name}`, async () => {
      script.answer = (_, send) => {
        send(answer);
      };
      await vscode.commands.executeCommand('witness.reviewChanges');
      assert.deepEqual(
        (await comments()).map(({ comment }) => comment.title),
        ['share fails where it worked'],
      );
    });
  }

  it('is the review without it where its provider fails', async () => {
    script.answer = () => {
      throw new Error('out of order');
    };
    await vscode.commands.executeCommand('witness.reviewChanges');
    assert.equal((await comments()).length, 1);
  });
});
