// An analysis with a model of an endpoint, in the packaged extension: agreed to, shown apart as a claim, looked at.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { claimAnswer } from '../support/model/claimAnswers';
import { answering, ModelServer } from '../support/model/modelServer';
import { repositoryRoot } from '../support/vscode/repository';
import { temporaryFolder } from '../support/vscode/temporaryFolder';
import { useWorkbench } from '../support/vscode/workbenchHooks';

// What was answered before is not asked again, and so not agreed to.
const program = `import os
import sys
from archive import unpack_into
from hosts import clean  # ${randomUUID()}


def restore(name):
    files = []
    unpack_into(name, files)
    for file in files:
        os.system("restore " + file)


restore(sys.argv[1])
os.system("ping " + clean(sys.argv[2]))
`;

describe('an analysis with a model', () => {
  const server = new ModelServer('openai', (_, { texts }) => {
    const request = texts.join('\n\n');
    const flows = request.includes('`archive.unpack_into`') ? ['1 > 2'] : [];
    return answering(claimAnswer(request, { flows }));
  });
  const folder = temporaryFolder('witness-restore-');
  after(async () => {
    await server.stop();
    folder.remove();
  });

  const workbench = useWorkbench(async () => {
    writeFileSync(path.join(folder.path, 'restore.py'), program);
    return {
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: folder.path,
      settings: await server.settings(),
    };
  });

  it('is agreed to, and shows what rests on the model apart', async () => {
    await workbench().openFile('restore.py');
    await workbench().runCommand('Witness: Analyse with Model');
    const dialog = workbench().page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await workbench().rows(/Claimed by a Model/);
    await workbench().rows(/Command injection.*restore\.py:11.*claimed/);
    await workbench().rows(/Command injection.*restore\.py:15.*doubtful/);
    await workbench().screenshotInThemes('flow-claimed');
  });

  it('shows what the model said as a document', async () => {
    await workbench().page.getByRole('button', { name: 'Show What It Said' }).click();
    await workbench().page.locator('.view-line', { hasText: 'python archive.unpack_into' }).waitFor();
    await workbench().screenshotInThemes('flow-claims');
  });
});
