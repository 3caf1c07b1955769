// A model of an endpoint helps to debug a failing test, as a person sees it in the packaged extension.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerAboutInitials, initials, initialsTests } from '../support/model/initials';
import { answering, ModelServer } from '../support/model/modelServer';
import { repositoryRoot } from '../support/vscode/repository';
import { temporaryFolder } from '../support/vscode/temporaryFolder';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('a model', () => {
  const server = new ModelServer('openai', (_, { texts }) =>
    answering(answerAboutInitials(texts.join('\n'))),
  );
  const folder = temporaryFolder('witness-names-');
  after(async () => {
    await server.stop();
    folder.remove();
  });

  const workbench = useWorkbench(async () => {
    // What was answered before is not asked again, and so not agreed to.
    writeFileSync(path.join(folder.path, 'names.py'), `${initials}# ${randomUUID()}\n`);
    writeFileSync(path.join(folder.path, 'test_names.py'), initialsTests);
    return {
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: folder.path,
      settings: await server.settings(),
    };
  });

  it('is offered among those of VS Code and of endpoints', async () => {
    await workbench().openFile('test_names.py');
    await workbench().codeLens('Trace');
    await workbench().runCommand('Witness: Choose Model');
    await workbench().page.locator('.quick-input-list .monaco-list-row', { hasText: 'Anthropic' }).waitFor();
    await workbench().screenshotInThemes('model-choose');
    await workbench().page.keyboard.press('Escape');
  });

  it('gets what people have read and agreed to', async () => {
    await workbench().goTo(5);
    await workbench().chord('f');
    const dialog = workbench().page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await workbench().screenshotInThemes('model-consent');
    await dialog.getByText('Show What Is Sent').click();
    await workbench().page.locator('.view-line', { hasText: 'def initials' }).first().waitFor();
    await workbench().screenshotInThemes('model-request');
    await workbench()
      .page.locator('.notification-toast')
      .getByRole('button', { name: 'Send', exact: true })
      .click();
  });

  it('says what it thinks, as a claim, and what it cost; its program is tried as any other', async () => {
    await workbench().page.locator('.pane-header', { hasText: 'Recording' }).click();
    await workbench().rows(/^The name is not split\. ?claimed · line 3, step 2$/, 60_000);
    await workbench().rows(/^Ask the Model ?.*: 2 requests, /, 60_000);
    await workbench().screenshotInThemes('model-session');
  });

  it('explains a recording, and what it claims is compared with it', async () => {
    await workbench().openFile('test_names.py');
    await workbench().goTo(5);
    await workbench().chord('t');
    await workbench().runCommand('Witness: Explain with Model');
    const line = workbench().page.locator('.view-line', { hasText: 'The first claim that is false' });
    await line.waitFor();
    await workbench().screenshotInThemes('model-explanation');
  });

  it('explains a value by the steps that led to it, under the numbers that they have in the editor', async () => {
    await workbench().openFile('names.py');
    await workbench().goTo(5, 20);
    await workbench().chord('y');
    await workbench().rows(/^1 letters = \['a'\] ?changed here · line 4$/);
    const title = workbench().page.locator('.pane-header', { hasText: 'Why This Value?' });
    await title.hover();
    await title.getByRole('button', { name: 'Explain This Value with Model' }).click();
    await workbench().page.locator('.view-line', { hasText: 'cause 1, names.py:4' }).first().waitFor();
    await workbench().page.locator('.notification-toast').waitFor({ state: 'hidden' });
    await workbench().screenshotInThemes('model-value');
  });
});
