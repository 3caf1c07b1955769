// A review with a model as a person meets it, in the packaged extension: what was checked, refined code applied, a claim dismissed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { answering, ModelServer } from '../support/model/modelServer';
import { lineOf, reviewAnswer, shop, shopTests } from '../support/model/reviewedShop';
import { testRepository, type TestRepository } from '../support/repositories';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

const guard = '    if people == 0:\n        return 0\n    return amount / people';

describe('reviewing changes with a model', () => {
  const text = `${shop.replace('    if people == 0:\n        return 0\n', '')}\n# ${randomUUID()}\n`;
  const line = lineOf(text, 'return amount');
  const answer = reviewAnswer([
    {
      line,
      severity: 'error',
      text: 'The test of nobody fails.',
      claim: { kind: 'test', test: 'test_shop.py::test_nobody' },
    },
    {
      line,
      text: 'It shares wrongly.',
      claim: { kind: 'call', call: 'share(10, 2)', now: { returns: '9.0' } },
    },
    { line, text: 'Is this what the team wants?' },
  ]);
  const edits = JSON.stringify({ edits: [{ from: line, to: line, code: guard }] });
  const server = new ModelServer('openai', (_, { texts }) =>
    answering(texts.join('\n').includes('You mend a change') ? edits : answer),
  );
  let repository: TestRepository | undefined;
  after(async () => {
    await server.stop();
    repository?.remove();
  });

  const workbench = useWorkbench(async () => {
    repository = testRepository();
    repository.commit({ 'shop.py': shop, 'test_shop.py': shopTests });
    repository.write({ 'shop.py': text });
    return {
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: repository.root,
      settings: await server.settings(),
    };
  });

  it('shows what a run has shown, and what nobody has checked apart', async () => {
    await workbench().openFile('shop.py');
    await workbench().codeLens('Trace');
    await workbench().runCommand('Witness: Focus on Review View');
    await workbench().page.locator('.pane-header', { hasText: 'Recording' }).click();
    await workbench().runCommand('Witness: Review Changes');
    const dialog = workbench().page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await dialog.getByText('Send', { exact: true }).click();
    const told = await workbench().rows(/test_nobody fails/, 90_000);
    assert.ok(
      told.some((item) => /^Claimed, not checked ?1$/.test(item)),
      told.join('\n'),
    );
    assert.ok(
      told.every((item) => !item.startsWith('Is this what the team wants')),
      'folded',
    );
    await workbench().screenshot('review-model-view');
  });

  it('refines the code of a comment, beside the text', async () => {
    await workbench().runCommand('Witness: Next Comment');
    const body = workbench().page.locator('.review-widget .comment-body').first();
    await body.waitFor();
    await workbench().screenshot('review-model-comment');
    await body.getByText('Refine', { exact: true }).click();
    await workbench().page.locator('.monaco-diff-editor').first().waitFor();
    await workbench().screenshot('review-model-refined');
  });

  it('applies it, and the comment is resolved', async () => {
    await workbench().runCommand('Witness: Apply Refined Code');
    await workbench().rows(/share fails where it worked ?witnessed, resolved/, 90_000);
    await workbench().openFile('shop.py');
    await workbench().page.locator('.view-line', { hasText: 'if people' }).first().waitFor();
    await workbench().screenshot('review-model-applied');
  });

  it('dismisses a claim with a reason', async () => {
    const group = workbench().row('Claimed, not checked');
    await group.click();
    await workbench().rows(/^Is this what the team wants\?/, 90_000);
    const claim = workbench().row(/^\s*Is this what/);
    await claim.hover();
    await claim.locator('.codicon-circle-slash').click();
    await workbench()
      .page.locator('.quick-input-widget:visible')
      .getByText('Why is this not worth')
      .waitFor();
    await workbench().page.keyboard.type('it is');
    await workbench().page.keyboard.press('Enter');
    await workbench().rows(/^Dismissed/, 90_000);
    await workbench().screenshot('review-model-dismissed');
  });
});
