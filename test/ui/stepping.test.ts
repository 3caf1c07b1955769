// Walking through a recording as a person does it, in the packaged extension.
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('stepping through a recording', () => {
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

  it('goes by keys, to the raise and back, and shows values as of the step', async () => {
    await workbench().openFile('test_ledger.py');
    await workbench().codeLens('Trace');
    await workbench().page.locator('.codelens-decoration a', { hasText: 'Trace' }).nth(1).click();
    await status(/^raised ValueError/);
    const keys = (key: string): Promise<void> => workbench().chord(key);
    await keys('r');
    await status(/^step \d+ of \d+ · parse_amount, call 1$/);
    await workbench().openFile('ledger.py');
    await keys('ArrowLeft');
    await keys('ArrowLeft');
    await status(/^step \d+ of \d+ · parse_amount, call 1$/);
    await eventually(
      () => workbench().inlineText(24),
      (text) => text === "euros = '1.250', cents = '00'",
    );
  });

  it('shows the frames and steps as a tree', async () => {
    await workbench().page.locator('.activitybar .action-label[aria-label="Witness"]').click();
    await eventually(
      () => workbench().page.locator('.pane-body .monaco-list-row.selected').count(),
      (count) => count > 0,
    );
    await workbench().screenshotInThemes('stepping');
  });
});
