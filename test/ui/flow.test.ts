// Finding where input gets to and walking the way there, as a person does it, in the packaged extension.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('following input', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/guestbook'),
  }));

  const keys = (key: string): Promise<void> => workbench().chord(key);

  it('says in the empty view what it is for', async () => {
    await workbench().page.locator('.activitybar .action-label[aria-label="Witness"]').click();
    await workbench().page.locator('.pane-header', { hasText: 'Paths' }).click();
    await eventually(
      () => workbench().page.locator('.welcome-view', { hasText: 'Analyse Workspace' }).count(),
      (count) => count > 0,
    );
    await workbench().screenshotInThemes('flow-welcome');
  });

  it('lists what was found, with its evidence', async () => {
    await workbench().openFile('guestbook/GuestbookServlet.java');
    await workbench().runCommand('Witness: Analyse Workspace');
    const texts = await workbench().rows(
      /Cross-site scripting.*GuestbookServlet\.java:15 · \d steps · proved/,
    );
    assert.ok(
      texts.some((text) => text.includes('Division by zero')),
      texts.join(' | '),
    );
    await workbench().screenshotInThemes('flow-found');
  });

  it('is walked by keys through three files, with numbers in the text', async () => {
    await keys('n');
    const numbers = (): Promise<number> =>
      workbench().page.locator('.monaco-editor .ced-1-0, .monaco-editor [class*="ced-"]').count();
    await eventually(numbers, (count) => count > 0);
    await workbench().screenshotInThemes('flow-first-step');
    await keys('n');
    await eventually(
      () => workbench().page.locator('.tab.active').innerText(),
      (tab) => tab.replaceAll('\n', '').includes('Guest.java'),
    );
    await workbench().screenshotInThemes('flow-other-file');
    await keys('p');
    await eventually(
      () => workbench().page.locator('.tab.active').innerText(),
      (tab) => tab.replaceAll('\n', '').includes('GuestbookServlet.java'),
    );
  });

  it('is a problem entry, with the way as related information', async () => {
    await workbench().page.keyboard.press('Control+Shift+M');
    await eventually(
      () => workbench().page.locator('.markers-panel .monaco-list-row').allInnerTexts(),
      (texts) => texts.some((text) => text.includes('java/xss')),
    );
    await workbench().screenshotInThemes('flow-problems');
  });
});
