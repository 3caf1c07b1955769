import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { supportedVersions } from '../support/vscode/versions';
import { useWorkbench } from '../support/vscode/workbenchHooks';

const run = promisify(execFile);

describe('the workbench driver', () => {
  const vsix = path.join(repositoryRoot, 'out/sample.vsix');
  before(async () => {
    const vsce = path.join(repositoryRoot, 'node_modules/@vscode/vsce/vsce');
    await run(process.execPath, [vsce, 'package', '--no-dependencies', '--skip-license', '--out', vsix], {
      cwd: path.join(repositoryRoot, 'test/fixtures/extension'),
    });
  });

  for (const version of supportedVersions) {
    describe(`in VS Code ${version}`, () => {
      const workbench = useWorkbench(() => ({
        version,
        extension: { vsix },
        workspace: path.join(repositoryRoot, 'test/fixtures/workspace'),
      }));

      it('opens files', async () => {
        await workbench().openFile('with spaces/größe.py');
        await workbench().openFile('pay.py');
        await eventually(
          () => workbench().statusBar(),
          (texts) => texts.includes('Python'),
        );
      });

      it('reads what the extension shows', async () => {
        await eventually(
          () => workbench().statusBar(),
          (texts) => texts.includes('Sample is ready'),
        );
        await eventually(
          () => workbench().inlineText(2),
          (text) => text === 'total = 5 "now"',
        );
        assert.equal(await workbench().inlineText(1), '');
        assert.equal(await workbench().codeLens('pay'), 'Greet pay');
        assert.equal(await workbench().hover('amount'), 'about amount');
      });

      it('clicks, runs commands and reads notifications', async () => {
        await workbench().clickCodeLens('Greet pay');
        await workbench().runCommand('Sample: Greet');
        const both = await eventually(
          () => workbench().notifications(),
          (texts) => texts.length === 2,
        );
        assert.deepEqual(both.sort(), ['Hello pay', 'Hello you']);
      });

      it('debugs, also backwards', async () => {
        await workbench().setBreakpoint(3);
        await workbench().runCommand('Debug: Start Debugging');
        await eventually(
          () => workbench().stoppedLine(),
          (line) => line === 7,
        );
        await workbench().clickDebugToolbar('step-over');
        await eventually(
          () => workbench().stoppedLine(),
          (line) => line === 2,
        );
        await workbench().clickDebugToolbar('step-back');
        await eventually(
          () => workbench().stoppedLine(),
          (line) => line === 7,
        );
        await workbench().screenshot(`driver ${version}`);
        await workbench().clickDebugToolbar('stop');
        await eventually(
          () => workbench().stoppedLine(),
          (line) => line === undefined,
        );
      });
    });
  }
});
