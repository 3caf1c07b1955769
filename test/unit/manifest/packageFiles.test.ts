import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import path from 'node:path';
import { assertGolden } from '../../support/golden';

describe('the package', function () {
  // vsce reads the whole folder, which may take long beside other work.
  this.timeout(60_000);

  it('holds what ships and nothing else', () => {
    const vsce = path.resolve('node_modules/@vscode/vsce/vsce');
    const { stdout, stderr, status } = spawnSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    const files = stdout.trim().split(/\r?\n/).sort();
    assertGolden('package/files', files.join('\n'));
  });
});
