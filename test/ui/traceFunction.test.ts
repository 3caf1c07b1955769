// Tracing as a person does it, in the packaged extension.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('tracing an example', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/ledger'),
  }));

  const outcome = (pattern: RegExp): Promise<string[]> =>
    eventually(
      () => workbench().statusBar(),
      (texts) => texts.some((text) => pattern.test(text)),
    );

  it('shows values at the ends of lines after a click above a function', async () => {
    await workbench().openFile('ledger.py');
    assert.match(await workbench().codeLens('Trace parse_amount'), /^Trace parse_amount\("-12,50"\)$/);
    await workbench().clickCodeLens('Trace parse_amount');
    await outcome(/^returned -1250 · \d+ steps$/);
    await eventually(
      () => workbench().inlineText(24),
      (text) => text === "euros = '12', cents = '50'",
    );
    assert.equal(await workbench().inlineText(20), '');
    assert.equal(await workbench().inlineText(26), '→ -1250');
    assert.match(await workbench().hover('euros,'), /ran once euros = '12', cents = '50'/);
    await workbench().screenshotOfHoverInThemes('trace-hover', 'euros,');
    await workbench().screenshotInThemes('trace-values');
  });

  it('leads to the line that raised', async () => {
    await workbench().openFile('test_ledger.py');
    await workbench().page.locator('.codelens-decoration a', { hasText: 'Trace' }).nth(1).click();
    await outcome(/^raised ValueError/);
    await workbench().page.locator('.statusbar-item', { hasText: 'raised ValueError' }).click();
    await eventually(
      () => workbench().inlineText(26),
      (text) => text.startsWith('raised ValueError: invalid literal for int()'),
    );
    await workbench().screenshotInThemes('trace-raised');
  });

  it('takes the values away when the text changes', async () => {
    await workbench().page.keyboard.press('End');
    await workbench().page.keyboard.type(' ');
    await eventually(
      () => workbench().inlineText(26),
      (text) => text === '',
    );
  });

  it('runs an unsaved file as it stands', async () => {
    await workbench().runCommand('Witness: Trace Function');
    await eventually(
      () => workbench().inlineText(26),
      (text) => text.startsWith('→'),
    );
    await workbench().screenshotInThemes('trace-unsaved');
  });
});

describe('a workspace that is not trusted', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'examples/ledger'),
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.untrustedFiles': 'open',
    },
  }));

  it('is offered no traces', async () => {
    await workbench().openFile('ledger.py');
    await eventually(
      () => workbench().statusBar(),
      (texts) => texts.includes('Restricted Mode') && texts.includes('Witness'),
    );
    assert.equal(await workbench().page.locator('.codelens-decoration a').count(), 0);
    await workbench().screenshot('trace-untrusted');
  });
});
