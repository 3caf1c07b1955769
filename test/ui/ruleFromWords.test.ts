// A rule is made from words by a model of an endpoint, looked at, saved, and finds a path, in the packaged extension.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chatRule } from '../support/model/chatRule';
import { answering, ModelServer } from '../support/model/modelServer';
import { repositoryRoot } from '../support/vscode/repository';
import { temporaryFolder } from '../support/vscode/temporaryFolder';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('a rule from words', () => {
  const server = new ModelServer('openai', () => answering(`\`\`\`yaml\n${chatRule()}\`\`\`\n`));
  const folder = temporaryFolder('witness-bot-');
  after(async () => {
    await server.stop();
    folder.remove();
  });

  const workbench = useWorkbench(async () => {
    writeFileSync(
      path.join(folder.path, 'bot.py'),
      'from chat import read_message\n\nsaid = read_message()\neval(said)\n',
    );
    return {
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: folder.path,
      settings: await server.settings(),
    };
  });

  it('is asked for in a sentence', async () => {
    await workbench().openFile('bot.py');
    await workbench().runCommand('Witness: New Rule From Description');
    const question = workbench().page.locator('.quick-input-widget', { hasText: 'What must not reach what' });
    await question.waitFor();
    // What was answered before is not asked again, and so not agreed to.
    const words = `Text from a chat message must not reach eval (${randomUUID().slice(0, 8)})`;
    await workbench().page.keyboard.type(words);
    await workbench().screenshotInThemes('rule-words');
    await workbench().page.keyboard.press('Enter');
    const dialog = workbench().page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  });

  it('is shown as a document that nobody has saved yet', async () => {
    await workbench().page.locator('.view-line', { hasText: 'id: python/chat-eval' }).waitFor();
    await workbench().page.locator('.tab.active.dirty').waitFor();
    await workbench().screenshotInThemes('rule-document');
  });

  it('finds a path once it is saved', async () => {
    await workbench().page.keyboard.press('Control+S');
    await workbench().page.locator('.tab.active:not(.dirty)').waitFor();
    await workbench().runCommand('Witness: Analyse Workspace');
    await workbench().rows(/Chat messages that are evaluated.*bot\.py:4/);
    await workbench().screenshotInThemes('rule-found');
  });

  it('needs no key in sight: it is asked for as a password', async () => {
    await workbench().runCommand('Witness: Set API Key');
    const input = workbench().page.locator('.quick-input-widget input[type="password"]');
    await input.waitFor();
    await workbench().screenshotInThemes('model-key');
    await workbench().page.keyboard.press('Escape');
  });
});
