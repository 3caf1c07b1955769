// Having a path run in the sandbox, and a test made of it, as a person does it, in the packaged extension.
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('having a path tried', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/guestbook/tools'),
    settings: { 'window.autoDetectColorScheme': false, 'workbench.colorTheme': 'Default Light Modern' },
  }));

  const row = (): Locator => workbench().row('Command injection');

  async function choose(item: string): Promise<void> {
    const { page } = workbench();
    const focused = page.locator('.monaco-menu .action-item.focused');
    await row().click({ button: 'right' });
    await page.locator('.monaco-menu .action-item', { hasText: item }).waitFor();
    // By keys: a menu that has just opened overlooks the mouse.
    await eventually(
      async () => {
        await page.keyboard.press('ArrowDown');
        return focused.allInnerTexts();
      },
      (texts) => texts.some((text) => text.includes(item)),
    );
    await page.keyboard.press('Enter');
  }

  async function shows(text: RegExp): Promise<void> {
    await eventually(
      () => row().allInnerTexts(),
      (texts) => texts.some((each) => text.test(each.replaceAll(/\s+/g, ' '))),
    );
  }

  it('makes it witnessed, with what was seen as a message', async () => {
    await workbench().openFile('export.py');
    await workbench().runCommand('Witness: Analyse Workspace');
    await shows(/export\.py:14 · \d steps · (?:derived|proved)/);
    await choose('Try This Path');
    await shows(/export\.py:14 · \d steps · witnessed/);
    await eventually(
      () => workbench().page.locator('.notification-list-item-message').allInnerTexts(),
      (texts) => texts.some((text) => text.startsWith('Witnessed: ')),
    );
    await workbench().screenshot('path-witnessed');
  });

  it('opens a test of it that was tried', async () => {
    await choose('Export as Test');
    await eventually(
      () => workbench().page.locator('.monaco-editor .view-line').allInnerTexts(),
      (lines) => lines.some((line) => line.includes('test_export_line_14')),
    );
    await workbench().screenshot('path-test');
  });
});
