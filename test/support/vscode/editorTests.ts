import { cp } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { type TestCounts, takeCounts } from '../testCounts';
import { vscodeExecutable } from './executable';
import { type Settings, createProfile } from './profile';
import { repositoryRoot } from './repository';
import { temporaryFolder } from './temporaryFolder';
import type { VSCodeVersion } from './versions';

const settings: Settings = { 'editor.codeLens': true, 'debug.inlineValues': 'on' };

const otherExtensions = { liveDebugger: 'live-debugger', scriptedModel: 'scripted-model' };

/** A space shows paths that were not quoted, but on Windows runTests() itself does not quote. */
const temporaryPrefix = process.platform === 'win32' ? 'witness-' : 'witness ';

/**
 * Runs the editor tests in one version of VS Code, on a copy of the fixture workspace and with a new profile, in which
 * a debugger and a model that tests control are the only other extensions.
 */
export async function runEditorTests(version: VSCodeVersion, grep?: string): Promise<TestCounts> {
  const vscodeExecutablePath = await vscodeExecutable(version);
  const { path: temporary, remove } = temporaryFolder(temporaryPrefix);
  try {
    const workspace = path.join(temporary, 'workspace');
    await cp(path.join(repositoryRoot, 'test/fixtures/workspace'), workspace, { recursive: true });
    const profile = await createProfile(temporary, settings);
    for (const [fixture, name] of Object.entries(otherExtensions)) {
      await cp(
        path.join(repositoryRoot, 'test/fixtures', fixture),
        path.join(profile.extensions, `witness-tests.${name}-0.0.1`),
        { recursive: true },
      );
    }
    const countsFile = path.join(temporary, 'counts.json');
    const succeeded = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: path.join(repositoryRoot, 'out/test/editor/index.js'),
      extensionTestsEnv: {
        WITNESS_VSCODE_VERSION: version,
        WITNESS_TEST_COUNTS: countsFile,
        WITNESS_TEST_GREP: grep,
        // Before a model that failed is asked again, in milliseconds.
        WITNESS_MODEL_PAUSE: '10',
        WITNESS_STORE: path.join(temporary, 'recordings'),
      },
      launchArgs: [
        workspace,
        `--user-data-dir=${profile.userData}`,
        `--extensions-dir=${profile.extensions}`,
      ],
    }).then(
      () => true,
      () => false,
    );
    return judged(takeCounts(countsFile), succeeded);
  } finally {
    remove();
  }
}

/** A run that ended badly has failed even where the tests it got through did not. */
function judged(counts: TestCounts | undefined, succeeded: boolean): TestCounts {
  if (counts === undefined) {
    return { passed: 0, failed: 1, failures: ['VS Code ended before it had counted its tests.'] };
  }
  if (succeeded || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: ['VS Code ended badly after its tests.'] };
}
