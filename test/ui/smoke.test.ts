import path from 'node:path';
import { repositoryRoot } from '../support/vscode/repository';
import { supportedVersions } from '../support/vscode/versions';
import { useWorkbench } from '../support/vscode/workbenchHooks';

for (const version of supportedVersions) {
  describe(`Witness as packaged, in VS Code ${version}`, () => {
    const workbench = useWorkbench(() => ({
      version,
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: path.join(repositoryRoot, 'test/fixtures/workspace'),
    }));

    it('installs', async () => {
      await workbench().runCommand('Extensions: Show Installed Extensions');
      await workbench().page.locator('.extensions-list .monaco-list-row', { hasText: 'Witness' }).waitFor();
      await workbench().openFile('pay.py');
      await workbench().screenshot(`smoke ${version}`);
    });
  });
}
