// What people say is right in a session of debugging, and the suspects that influenced a value, in the packaged extension.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

/** A session runs some hundreds of programs. */
const sessionMs = 150_000;

describe('saying what is right in a session of debugging', function () {
  this.timeout(2 * sessionMs);
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/intervals'),
    settings: { 'editor.minimap.enabled': false },
  }));

  const item = (text: RegExp | string) =>
    workbench().page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: text }).first();
  const isOver = (): Promise<string[]> =>
    workbench().rows(/^Fix ?witnessed · all \d tests pass with it$/, sessionMs);

  async function debug(): Promise<void> {
    await workbench().openFile('test_intervals.py');
    await workbench().codeLens('Trace');
    await workbench().goTo(17);
    await workbench().chord('f');
    await eventually(
      () => workbench().statusBar(),
      (texts) => texts.some((text) => text.startsWith('Debugging test_one_within_another')),
    );
    // The view has room for all rows when those above are closed.
    const others = workbench().page.locator('.pane-header[aria-expanded="true"]', { hasNotText: 'Session' });
    while ((await others.count()) > 0) await others.first().click();
    await isOver();
  }

  it('asks for the values at a suspect, and puts them on trial', async () => {
    await debug();
    await workbench().runCommand('Witness: State What Is Right Here…');
    await item('line 9 of merged').click();
    await item('After it has run').waitFor();
    await workbench().screenshot('debugging-state-side');
    await item('After it has run').click();
    const box = workbench().page.locator('.quick-input-widget:visible input').first();
    await box.fill('result = [(540, 720)]');
    await workbench().screenshot('debugging-state-values');
    await box.press('Enter');
    await workbench().rows(/^Try ?states of your statement$/, sessionMs);
    await isOver();
    const tried = workbench().row(/^Try/).first();
    await tried.click();
    await workbench().rows(/^line 9 of merged ?(?:here or before|to blame)/);
    await workbench().screenshot('debugging-stated');
  });

  it('leaves the suspects that influenced a value, and shows all again by a click', async () => {
    await workbench().runCommand('Witness: Show What Influenced a Value…');
    await item('merged.start').waitFor();
    await workbench().screenshot('debugging-influence-values');
    await item('merged.start').click();
    const shown = await workbench().rows(/^\d+ hidden ?no influence on merged\.start = \d+$/);
    assert.ok(!shown.some((text) => /^\d line 9 of merged/.test(text)), shown.join('\n'));
    await workbench().screenshot('debugging-influence');
    await workbench()
      .row(/hidden\s*no influence/)
      .first()
      .click();
    await workbench().rows(/^\d line 9 of merged/);
  });

  it('offers the recordings of the test from when it passed', async () => {
    await workbench().runCommand('Witness: Apply Fix');
    await workbench().openFile('intervals.py');
    await workbench().runCommand('File: Save');
    await workbench().openFile('test_intervals.py');
    await workbench().page.locator('.codelens-decoration a', { hasText: 'Trace' }).nth(3).click();
    await eventually(
      () => workbench().statusBar(),
      (texts) => texts.some((text) => text.startsWith('returned')),
    );
    await workbench().openFile('intervals.py');
    await workbench().page.keyboard.press('Control+Z');
    await workbench().runCommand('File: Save');
    await debug();
    await workbench().runCommand('Witness: Debug With a Passing Recording…');
    await item('test_intervals.py').waitFor();
    await workbench().screenshot('debugging-passing-choice');
    await item('test_intervals.py').click();
    await workbench().rows(/^Try ?states of the recording of \d{4}-/, sessionMs);
    await isOver();
    await workbench().screenshot('debugging-passing');
  });
});
