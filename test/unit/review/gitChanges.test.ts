import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChangedFile } from '../../../src/core/review/change';
import { commitRange, gitChanges } from '../../../src/host/review/gitChanges';
import { patchChanges } from '../../../src/host/review/patchChanges';
import type { ReviewedRange } from '../../../src/protocol/review';
import { testRepository, type TestRepository } from '../../support/repositories';

describe('changes', () => {
  let repository: TestRepository;
  let first: string;

  beforeEach(() => {
    repository = testRepository();
    first = repository.commit({
      'a.py': 'a = 1\n',
      'sub/b.py': 'b = 1\nb = 2\nb = 3\nb = 4\n',
      'gone.py': 'g = 1\n',
    });
  });
  afterEach(() => {
    repository.remove();
  });

  async function changed(range: ReviewedRange, folder = repository.root): Promise<readonly ChangedFile[]> {
    return (await gitChanges(folder, range, new AbortController().signal)).files;
  }

  it('of the working tree hold what is new, changed, renamed and gone, with both texts', async () => {
    repository.write({ 'a.py': 'a = 2\n', 'naïve file.py': 'n = 1\n' });
    repository.git('mv', 'sub/b.py', 'c.py');
    rmSync(path.join(repository.root, 'gone.py'));
    const files = await changed({ kind: 'working' }, path.join(repository.root, 'sub').replace(/sub$/, ''));
    assert.deepEqual(
      files.toSorted((a, b) => a.path.localeCompare(b.path)),
      [
        { path: 'a.py', status: 'modified', old: 'a = 1\n', new: 'a = 2\n' },
        {
          ...{ path: 'c.py', status: 'renamed', oldPath: 'sub/b.py' },
          ...{ old: 'b = 1\nb = 2\nb = 3\nb = 4\n', new: 'b = 1\nb = 2\nb = 3\nb = 4\n' },
        },
        { path: 'gone.py', status: 'deleted', old: 'g = 1\n' },
        { path: 'naïve file.py', status: 'added', new: 'n = 1\n' },
      ],
    );
  });

  it('that are staged are not those on disk', async () => {
    repository.write({ 'a.py': 'a = 2\n' });
    repository.git('add', 'a.py');
    repository.write({ 'a.py': 'a = 3\n' });
    assert.deepEqual(await changed({ kind: 'staged' }), [
      { path: 'a.py', status: 'modified', old: 'a = 1\n', new: 'a = 2\n' },
    ]);
  });

  it('of a branch are those since it left the other one', async () => {
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.commit({ 'a.py': 'a = 2\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'gone.py': 'g = 2\n' });
    repository.git('checkout', '--quiet', 'topic');
    const files = await changed({ kind: 'base', base: 'main' });
    assert.deepEqual(
      files.map((file) => file.path),
      ['a.py'],
    );
  });

  it('between two commits, and of one', async () => {
    const second = repository.commit({ 'a.py': 'a = 2\n' });
    const third = repository.commit({ 'gone.py': 'g = 2\n' });
    assert.deepEqual(
      (await changed(commitRange(`${first}..${second}`))).map((file) => file.path),
      ['a.py'],
    );
    assert.deepEqual(
      (await changed(commitRange(third))).map((file) => file.path),
      ['gone.py'],
    );
  });

  it('leave out what is no text, and say why', async () => {
    repository.write({
      'picture.png': 'a\0b',
      'dist/a.js': 'a',
      'api_pb2.py': 'a = 1\n',
      'made.py': '# @generated\n',
    });
    symlinkSync('/etc/hosts', path.join(repository.root, 'link.py'));
    repository.git('add', '--all');
    const files = await changed({ kind: 'working' });
    assert.deepEqual(Object.fromEntries(files.map((file) => [file.path, file.unread])), {
      'api_pb2.py': 'it is generated',
      'dist/a.js': 'it is generated',
      'link.py': 'it is a symbolic link',
      'made.py': 'it is generated',
      'picture.png': 'it is binary',
    });
  });

  it('say what to do where there is no repository or no such commit', async () => {
    await assert.rejects(changed({ kind: 'working' }, '/'), /The changes are not known/);
    await assert.rejects(changed({ kind: 'base', base: 'nowhere' }), /The changes are not known/);
    await assert.rejects(changed({ kind: 'base', base: '--output=/tmp/x' }), /is no commit/);
  });

  it('of a patch are found before and after it is applied', async () => {
    repository.write({ 'a.py': 'a = 2\n', 'new.py': 'n = 1\n' });
    rmSync(path.join(repository.root, 'gone.py'));
    repository.git('add', '--all');
    const patch = `${repository.git('diff', '--cached')}\n`;
    const expected = [
      { path: 'a.py', status: 'modified', old: 'a = 1\n', new: 'a = 2\n' },
      { path: 'gone.py', status: 'deleted', old: 'g = 1\n' },
      { path: 'new.py', status: 'added', new: 'n = 1\n' },
    ];
    const after = await patchChanges(patch, repository.root);
    assert.deepEqual([after.files, after.isOnDisk], [expected, true]);
    repository.git('reset', '--quiet', '--hard');
    const before = await patchChanges(patch, repository.root);
    assert.deepEqual([before.files, before.isOnDisk], [expected, false]);
  });

  it('name a submodule that has moved on, and leave its files alone', async () => {
    const library = testRepository();
    try {
      library.commit({ 'lib.py': 'l = 1\n' });
      const allowed = ['-c', 'protocol.file.allow=always'];
      repository.git(...allowed, 'submodule', '--quiet', 'add', library.root, 'lib');
      repository.commit();
      library.commit({ 'lib.py': 'l = 2\n' });
      repository.git('-C', 'lib', 'pull', '--quiet');
      repository.write({ 'a.py': 'a = 2\n' });
      assert.deepEqual(await changed({ kind: 'working' }), [
        { path: 'a.py', status: 'modified', old: 'a = 1\n', new: 'a = 2\n' },
        { path: 'lib', status: 'modified', unread: 'it is a submodule' },
      ]);
    } finally {
      library.remove();
    }
  });

  it('of a patch need no repository', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'witness patch '));
    try {
      writeFileSync(path.join(folder, 'a.py'), 'a = 1\nb = 1\n');
      const patch = '--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n a = 1\n-b = 1\n+b = 2\n';
      const { files, isOnDisk } = await patchChanges(patch, folder);
      assert.deepEqual(files, [
        { path: 'a.py', status: 'modified', old: 'a = 1\nb = 1\n', new: 'a = 1\nb = 2\n' },
      ]);
      assert.equal(isOnDisk, false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('of a patch that is none, fits nothing or leads out of the folder are refused', async () => {
    const patchOf = (name: string, old: string): string =>
      `--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-${old}\n+x\n`;
    await assert.rejects(patchChanges('no patch', repository.root), /The patch changes nothing/);
    await assert.rejects(patchChanges(patchOf('a.py', 'other'), repository.root), /does not fit a\.py/);
    await assert.rejects(patchChanges(patchOf('../../x.py', 'a'), repository.root), /outside of this folder/);
  });
});
