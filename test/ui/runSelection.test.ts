// Running a selection whose imports are missing, as a person does it, in the packaged extension.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('running a selection', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/shop'),
  }));

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await workbench().page.keyboard.press(key);
  };
  /** Selects from the start of a 1-based line so many lines down. */
  const select = async (line: number, count: number): Promise<void> => {
    await workbench().goTo(line);
    for (let i = 0; i < count; i++) await press('Shift+ArrowDown');
    await eventually(
      () => workbench().statusBar(),
      (texts) => texts.some((text) => text.startsWith(`Ln ${line + count},`) && text.includes('selected')),
    );
  };
  const lineText = (line: number, pattern: RegExp): Promise<string> =>
    eventually(
      () => workbench().inlineText(line),
      (text) => pattern.test(text),
    );

  it('runs lines out of the middle of a method and marks what was invented', async () => {
    await workbench().openFile('invoices.py');
    // Before there is a lens, a new window may not know yet that this is Python.
    await workbench().codeLens('Trace');
    await select(13, 15);
    await workbench().chord('s');
    await lineText(17, /^amount = ~/);
    assert.equal(await workbench().inlineText(13), 'sent = 0');
    assert.match(await workbench().inlineText(18), /^subject = ~'Invoice for /);
    await workbench().codeLens('Ran');
    await press('ArrowLeft');
    await workbench().screenshotInThemes('selection-run');
  });

  it('runs again with another value in the place of an invented one', async () => {
    await workbench().goTo(19);
    await workbench().chord('e');
    await eventually(
      () => workbench().page.locator('.quick-input-widget:visible').getByText('Value of').count(),
      (count) => count > 0,
    );
    await workbench().page.keyboard.press('Control+a');
    await workbench().page.keyboard.type('True');
    await workbench().screenshotInThemes('selection-value');
    await press('Enter');
    await lineText(19, /^is_blocked = True$/);
    await eventually(
      () => workbench().page.locator('.codelens-decoration a', { hasText: /^Ran/ }).innerText(),
      (text) => text.replaceAll('\u00a0', ' ') === 'Ran 9 of 14 lines, isolated',
    );
    await workbench().screenshotInThemes('selection-again');
  });

  it('explores the branches that were not reached', async () => {
    await select(13, 15);
    await workbench().chord('s');
    await eventually(
      () => workbench().page.locator('.codelens-decoration a', { hasText: 'not reached: explore' }).count(),
      (count) => count > 0,
    );
    await workbench().chord('x');
    await eventually(
      () => workbench().page.locator('.quick-input-widget .monaco-list-row').allInnerTexts(),
      (texts) => texts.some((text) => text.includes('newly reached')),
    );
    await workbench().screenshotInThemes('selection-explored');
    await press('Escape');
  });

  it('says in the hover where a value is from', async () => {
    const shown = await workbench().hover('invoices_of');
    assert.match(shown, /~self = <Invoicing> · Invoicing, from the class Invoicing · change/);
    assert.match(shown, /~month = .* · \w+, from name · change/);
    await workbench().screenshotOfHoverInThemes('selection-hover', 'invoices_of');
  });

  it('replays the run in the debugger', async () => {
    await workbench().runCommand('Witness: Replay Run of Selection');
    await eventually(
      () => workbench().stoppedLine(),
      (line) => line === 13,
    );
    for (const line of [14, 15]) {
      await workbench().clickDebugToolbar('step-over');
      await eventually(
        () => workbench().stoppedLine(),
        (at) => at === line,
      );
    }
    await workbench().screenshotInThemes('selection-replay');
    await workbench().clickDebugToolbar('step-back');
    await eventually(
      () => workbench().stoppedLine(),
      (line) => line === 14,
    );
    await workbench().clickDebugToolbar('stop');
  });

  it('copies the run as a test that was tried', async () => {
    await workbench().runCommand('Witness: Copy as Test');
    const told = await eventually(
      () => workbench().notifications(),
      (texts) => texts.some((text) => text.startsWith('The test is in the clipboard')),
    );
    assert.ok(
      told.some((text) => text.endsWith('it was tried in the sandbox and passes.')),
      told.join(),
    );
    await workbench().screenshotInThemes('selection-test');
    await workbench().runCommand('Notifications: Clear All Notifications');
  });

  it('checks generated code by the examples of a task', async () => {
    // A browser asks people before a page reads the clipboard; VS Code does not.
    await workbench().page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench().openFile('invoices.py');
    await select(30, 2);
    await press('Shift+End');
    await workbench().runCommand('Witness: Check Generated Code');
    const row = workbench().page.locator('.quick-input-widget:visible .monaco-list-row', {
      hasText: 'Type the Task',
    });
    await row.click();
    const box = workbench().page.locator('.quick-input-widget:visible input').first();
    await box.fill('due_days("friend") == 15');
    await press('Enter');
    await eventually(
      () => workbench().notifications(),
      (texts) => texts.some((text) => text.startsWith('1 of 1 examples do not hold')),
    );
    await workbench().screenshotInThemes('selection-check');
  });
});
