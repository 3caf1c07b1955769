// A failing test is debugged, its fix looked at, applied and checked, as a person does it, in the packaged extension.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

/** A session runs some hundreds of programs. */
const sessionMs = 150_000;

describe('debugging a failing test', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/intervals'),
  }));

  it('begins at the test, and lists the suspects with their evidence', async function () {
    this.timeout(sessionMs + 60_000);
    await workbench().openFile('test_intervals.py');
    await workbench().codeLens('Trace');
    await workbench().goTo(17);
    await workbench().chord('f');
    await eventually(
      () => workbench().statusBar(),
      (texts) => texts.some((text) => text.startsWith('Debugging test_one_within_another')),
    );
    // The view has room for all rows when the one above is closed.
    await workbench().page.locator('.pane-header', { hasText: 'Recording' }).click();
    await workbench().rows(/^1 line 9 of merged ?witnessed · to blame/, sessionMs);
    await workbench().rows(/^Fix ?witnessed · all \d tests pass with it$/, 60_000);
    await workbench().screenshotInThemes('debugging-session');
  });

  it('marks the blocks in the text by a click, in words', async function () {
    this.timeout(60_000);
    await workbench()
      .row(/^1\s*line 9 of merged/)
      .first()
      .click();
    const text = await eventually(
      () => workbench().inlineText(9),
      (shown) => shown !== '',
    );
    assert.match(text, /^suspect 1 · witnessed: to blame, a change here repairs$/);
    await workbench().screenshotInThemes('debugging-marks');
  });

  it('shows the fix as a diff, applies it and runs the tests again', async function () {
    this.timeout(120_000);
    await workbench().runCommand('Witness: Show Fix');
    await workbench().page.locator('.tab.active', { hasText: 'fix, witnessed' }).waitFor();
    await workbench().page.locator('.monaco-diff-editor .view-line', { hasText: 'max(end' }).waitFor();
    await workbench().screenshotInThemes('debugging-fix');
    await workbench().runCommand('Witness: Apply Fix');
    await workbench().runCommand('Witness: Re-check');
    await workbench().rows(/^Re-check ?all \d tests pass$/, 60_000);
    await workbench().screenshotInThemes('debugging-rechecked');
  });
});
