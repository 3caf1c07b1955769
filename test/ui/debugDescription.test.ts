// Debug What I Describe with a model of an endpoint, as a person sees it in the packaged extension.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerAboutMiddle, middle, middleWords } from '../support/model/middle';
import { answering, ModelServer } from '../support/model/modelServer';
import { repositoryRoot } from '../support/vscode/repository';
import { temporaryFolder } from '../support/vscode/temporaryFolder';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('debugging what somebody describes', () => {
  const server = new ModelServer('openai', (_, { texts }) => answering(answerAboutMiddle(texts.join('\n'))));
  const folder = temporaryFolder('witness-middles-');
  after(async () => {
    await server.stop();
    folder.remove();
  });

  const workbench = useWorkbench(async () => {
    // What was answered before is not asked again, and so not agreed to.
    writeFileSync(path.join(folder.path, 'middles.py'), `${middle}# ${randomUUID()}\n`);
    return {
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: folder.path,
      settings: await server.settings(),
    };
  });

  const list = () => workbench().page.locator('.quick-input-widget:visible');

  it('is asked for in a sentence, which begins with the function at the cursor', async () => {
    await workbench().openFile('middles.py');
    await workbench().codeLens('Trace');
    await workbench().goTo(2);
    await workbench().runCommand('Witness: Debug What I Describe…');
    await list().getByText('What should a call in middles.py give?').waitFor();
    await workbench().page.keyboard.type(middleWords.slice('middle('.length));
    await workbench().screenshotInThemes('describe-words');
    await workbench().page.keyboard.press('Enter');
    const dialog = workbench().page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  });

  it('shows the tests that the model made before they run, and takes out what is not so', async () => {
    await list().locator('.monaco-list-row', { hasText: 'which nobody said' }).waitFor();
    await list().locator('.monaco-list-row', { hasText: 'which nobody said' }).click();
    await workbench().screenshotInThemes('describe-tests');
    await list().getByRole('button', { name: 'OK' }).click();
  });

  it('debugs with the rest, and claims no more', async () => {
    // The view has room for all rows when those above are closed.
    await workbench().page.locator('.pane-header', { hasText: 'Recording' }).click();
    await workbench().rows(/^Fix ?claimed · all 3 tests pass with it/, 60_000);
    await workbench().rows(/^The model made these tests of your words ?claimed/);
    await workbench().screenshotInThemes('describe-session');
  });
});
