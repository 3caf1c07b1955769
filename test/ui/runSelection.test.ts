// Running a selection whose imports are missing, as a person does it, in the packaged extension.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) {
  describe(`running a selection in ${theme}`, () => {
    const workbench = useWorkbench(() => ({
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: path.join(repositoryRoot, 'examples/shop'),
      settings: { 'workbench.colorTheme': theme },
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
        20_000,
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
      await workbench().screenshot(`selection-run-${theme}`);
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
      await workbench().screenshot(`selection-value-${theme}`);
      await press('Enter');
      await lineText(19, /^is_blocked = True$/);
      await eventually(
        () => workbench().page.locator('.codelens-decoration a', { hasText: /^Ran/ }).innerText(),
        (text) => text.replaceAll('\u00a0', ' ') === 'Ran 9 of 14 lines, isolated',
      );
      await workbench().screenshot(`selection-again-${theme}`);
    });

    it('explores the branches that were not reached', async () => {
      await select(13, 15);
      await workbench().chord('s');
      await eventually(
        () => workbench().page.locator('.codelens-decoration a', { hasText: 'not reached: explore' }).count(),
        (count) => count > 0,
        20_000,
      );
      await workbench().chord('x');
      await eventually(
        () => workbench().page.locator('.quick-input-widget .monaco-list-row').allInnerTexts(),
        (texts) => texts.some((text) => text.includes('newly reached')),
        20_000,
      );
      await workbench().screenshot(`selection-explored-${theme}`);
      await press('Escape');
    });
  });
}
