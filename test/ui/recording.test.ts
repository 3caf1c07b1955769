// The whole journey as a person goes it, in the packaged extension: a failing test, its values, another occurrence, steps
// back, a replay in the debugger, why a value is what it is, the page, and all of it found again after a reload.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('a recording', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/ledger'),
  }));
  const status = (pattern: RegExp): Promise<string[]> =>
    eventually(
      () => workbench().statusBar(),
      (texts) => texts.some((text) => pattern.test(text)),
    );
  const keys = (key: string): Promise<void> => workbench().chord(key);
  const page = (): FrameLocator =>
    workbench().page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  const cards = (): Promise<string[]> => page().locator('.card').allInnerTexts();

  const inline = (line: number, expected: string): Promise<string> =>
    eventually(
      () => workbench().inlineText(line),
      (text) => text === expected,
    );
  const stopped = (line: number | undefined): Promise<number | undefined> =>
    eventually(
      () => workbench().stoppedLine(),
      (at) => at === line,
    );

  it('shows where the test fails, with values at the ends of the lines that ran', async () => {
    await workbench().openFile('test_ledger.py');
    await workbench().codeLens('Trace');
    await workbench().page.locator('.codelens-decoration a', { hasText: 'Trace' }).nth(4).click();
    await status(/^raised AssertionError/);
    await workbench().openFile('ledger.py');
    await workbench().goTo(64, 10);
    await inline(64, 'balance = 70  ×2');
    await workbench().screenshotInThemes('tour-values');
  });

  it('shows another occurrence', async () => {
    await keys('l');
    await inline(64, 'balance = 100  #1/2');
    await keys('Shift+ArrowRight');
    await inline(64, 'balance = 70  #2/2');
    await keys('Shift+ArrowLeft');
    await inline(64, 'balance = 100  #1/2');
    await workbench().screenshotInThemes('tour-occurrence');
  });

  it('steps back', async () => {
    await keys('End');
    await keys('r');
    const before = await status(/^step \d+ of \d+ · /);
    await keys('ArrowLeft');
    await eventually(
      () => workbench().statusBar(),
      (texts) => texts.some((text) => /^step \d+ of/.test(text) && !before.includes(text)),
    );
    await workbench().screenshotInThemes('tour-steps');
  });

  it('is replayed in the debugger, to a condition on a recorded value, and backwards', async () => {
    await workbench().openFile('ledger.py');
    await workbench().setConditionalBreakpoint(64, 'balance == 100');
    await keys('d');
    await stopped(64);
    await inline(64, 'balance = 100  #1/2');
    await inline(63, 'balances = [0, 100]  #2/2');
    await workbench().clickDebugToolbar('step-over');
    await stopped(62);
    await workbench().clickDebugToolbar('step-back');
    await stopped(64);
    await workbench().screenshotInThemes('tour-replay');
    await workbench().clickDebugToolbar('stop');
    await stopped(undefined);
  });

  it('says why a value is what it is', async () => {
    await workbench().openFile('ledger.py');
    await workbench().goTo(64, 10);
    await keys('y');
    const causes = workbench().row('assigned here');
    await eventually(
      () => causes.count(),
      (count) => count > 1,
    );
    await workbench().screenshotInThemes('tour-why');
    await keys('.');
    await status(/^step \d+ of \d+ · /);
  });

  it('is a page of cards that follows', async () => {
    await keys('v');
    await eventually(cards, (texts) => texts.length > 5);
    await eventually(
      () => workbench().page.locator('.tab.active').allInnerTexts(),
      (tabs) => tabs.some((tab) => tab.includes('Recording: Balance.test_after_each_entry')),
    );
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
    await workbench().screenshotInThemes('tour-page');
  });

  it('is found again after a reload of the window', async () => {
    await workbench().runCommand('Developer: Reload Window');
    await workbench().page.waitForEvent('load');
    await eventually(cards, (texts) => texts.length > 5);
    await status(/^raised AssertionError · \d+ steps$/);
    await workbench().runCommand('View: Focus First Editor Group');
    await workbench().openFile('ledger.py');
    await inline(64, 'balance = 70  ×2');
    await workbench().screenshotInThemes('tour-reloaded');
    assert.deepEqual(await workbench().notifications(), []);
  });
});
