// The whole journey as a person goes it, in the packaged extension: a failing test, its values, steps back, a replay in
// the debugger, why a value is what it is, the page, and all of it found again after a reload.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) {
  describe(`a recording in ${theme}`, () => {
    const workbench = useWorkbench(() => ({
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: path.join(repositoryRoot, 'examples/ledger'),
      settings: { 'workbench.colorTheme': theme },
    }));
    const status = (pattern: RegExp): Promise<string[]> =>
      eventually(
        () => workbench().statusBar(),
        (texts) => texts.some((text) => pattern.test(text)),
        20_000,
      );
    const keys = (key: string): Promise<void> => workbench().chord(key);
    const page = (): FrameLocator =>
      workbench().page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    const cards = (): Promise<string[]> => page().locator('.card').allInnerTexts();

    it('shows where the test fails, and steps back from there', async () => {
      await workbench().openFile('test_ledger.py');
      await workbench().codeLens('Trace');
      await workbench().page.locator('.codelens-decoration a', { hasText: 'Trace' }).nth(4).click();
      await status(/^raised AssertionError/);
      await workbench().openFile('ledger.py');
      await keys('End');
      await keys('r');
      await keys('ArrowLeft');
      await status(/^step \d+ of \d+ · /);
      await workbench().screenshot(`tour-steps-${theme}`);
    });

    it('is a page of cards that follows', async () => {
      await keys('v');
      await eventually(cards, (texts) => texts.length > 5, 15_000);
      await page().locator('#slider').focus();
      await eventually(
        () => page().locator('[aria-current]').count(),
        (count) => count === 1,
      );
      const before = await page().locator('#position').innerText();
      await page().locator('button[data-motion="back"]').click();
      await eventually(
        () => page().locator('#position').innerText(),
        (text) => text !== before && /^step \d+ of \d+/.test(text),
      );
      await workbench().screenshot(`tour-page-${theme}`);
    });

    it('is found again after a reload of the window', async () => {
      await workbench().runCommand('Developer: Reload Window');
      await workbench().page.waitForEvent('load');
      await eventually(cards, (texts) => texts.length > 5, 30_000);
      await status(/^raised AssertionError · \d+ steps$/);
    });

    it('says why a value is what it is', async () => {
      await workbench().runCommand('View: Focus First Editor Group');
      await workbench().openFile('ledger.py');
      await workbench().goTo(64, 10);
      await keys('y');
      const causes = workbench().page.locator('.pane-body .monaco-list-row', { hasText: 'assigned here' });
      await eventually(
        () => causes.count(),
        (count) => count > 1,
      );
      await workbench().screenshot(`tour-why-${theme}`);
      await keys('.');
      await status(/^step \d+ of \d+ · /);
    });

    it('is replayed in the debugger, backwards too', async () => {
      await workbench().goTo(63);
      await workbench().setBreakpoint(63);
      await keys('d');
      await eventually(
        () => workbench().stoppedLine(),
        (line) => line === 63,
        20_000,
      );
      await workbench().clickDebugToolbar('step-over');
      await eventually(
        () => workbench().stoppedLine(),
        (line) => line === 64,
      );
      await workbench().clickDebugToolbar('step-back');
      await eventually(
        () => workbench().stoppedLine(),
        (line) => line === 63,
      );
      await workbench().screenshot(`tour-replay-${theme}`);
      await workbench().clickDebugToolbar('stop');
      await eventually(
        () => workbench().stoppedLine(),
        (line) => line === undefined,
      );
      assert.deepEqual(await workbench().notifications(), []);
    });
  });
}
