import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseCommandLine } from '../../support/vscode/standIn/commandLine';
import { exitCodeOf, exitCodes } from '../../support/vscode/standIn/results';
import { suiteChannel } from '../../support/vscode/standIn/suiteChannel';
import { workbenchUrl } from '../../support/vscode/workbenchUrl';

describe("VS Code's stand-in", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'witness stand-in '));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('understands the command line that runTests() passes', () => {
    const file = path.join(folder, 'a.py');
    const parsed = parseCommandLine([
      ...[folder, file, '--disable-extensions', '--no-sandbox', '--skip-welcome'],
      ...[
        '--extensionTestsPath=/suite/index.js',
        '--extensionDevelopmentPath=/one',
        '--extensionDevelopmentPath=/two',
      ],
      '--user-data-dir=/user data',
    ]);
    assert.deepEqual(parsed, {
      extensionDevelopmentPaths: ['/one', '/two'].map((file) => path.resolve(file)),
      extensionTestsPath: path.resolve('/suite/index.js'),
      userDataFolder: path.resolve('/user data'),
      extensionsFolder: undefined,
      disableExtensions: true,
      workspace: folder,
      files: [file],
    });
  });

  it('names what to open in an address, whatever its characters', () => {
    const url = new URL(workbenchUrl({ port: 8123, workspace: '/a b/ü', files: ['/a b/ü/größe.py'] }));
    assert.equal(url.searchParams.get('folder'), '/a b/ü');
    const payload = JSON.parse(url.searchParams.get('payload') ?? '') as [string, string][];
    const file = payload.find(([key]) => key === 'openFile')?.[1] ?? '';
    assert.match(file, /^vscode-remote:\/\/localhost:8123\//);
    assert.equal(decodeURIComponent(new URL(file).pathname), '/a b/ü/größe.py');
  });

  it("takes success only with the suite's own word for it", async () => {
    const channel = suiteChannel('suite.js', folder);
    assert.equal(exitCodeOf(0, channel), exitCodes.noVerdict);
    await writeFile(channel.verdict, 'fail');
    assert.equal(exitCodeOf(0, channel), exitCodes.noVerdict);
    await writeFile(channel.verdict, 'pass');
    assert.equal(exitCodeOf(0, channel), 0);
    assert.equal(exitCodeOf(1, channel), 1);
  });
});
