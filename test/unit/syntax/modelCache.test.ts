// Syntax models on disk: found again by content, never believed when damaged, bounded.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { userCacheFolder } from '../../../src/host/platform/folders';
import { ModelCache } from '../../../src/host/syntax/modelCache';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';

const source = Buffer.from('def f(x):\n    if x:\n        return 1\n    return 2\n');

describe('the cache of syntax models', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-models-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function warmed(): Promise<ModelCache> {
    const cache = new ModelCache(folder);
    await new SyntaxService(path.resolve('dist'), cache).model('a.py', source, 'block');
    await eventually(() => readdirSync(folder).length === 1 && !readdirSync(folder).join().includes('.'));
    return cache;
  }

  it('answers without a parser what was parsed before', async () => {
    await warmed();
    const parsed = await new SyntaxService(path.resolve('dist')).model('a.py', source, 'block');
    const withoutParser = new SyntaxService(path.join(folder, 'nowhere'), new ModelCache(folder));
    assert.deepEqual(await withoutParser.model('b.py', source, 'block'), parsed);
    await assert.rejects(withoutParser.model('a.py', source, 'line'));
    await assert.rejects(withoutParser.model('a.py', Buffer.from('x = 1\n'), 'block'));
  });

  it('parses again where a file of it is damaged or holds something else', async () => {
    const cache = await warmed();
    for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), 'not a model');
    const model = await new SyntaxService(path.resolve('dist'), cache).model('a.py', source, 'block');
    assert.equal(model?.functions.length, 2);
  });

  it('drops the least recently used', async () => {
    const cache = new ModelCache(folder, 3);
    const model = await new SyntaxService(path.resolve('dist')).model('a.py', source, 'block');
    assert.ok(model !== undefined);
    for (let i = 0; i < 51; i++) await cache.put(`key ${i}`, model);
    assert.equal(readdirSync(folder).length, 3);
    assert.ok((await cache.get('key 50')) !== undefined);
    assert.equal(await cache.get('key 0'), undefined);
  });

  it('does without a folder that cannot be made', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const service = new SyntaxService(path.resolve('dist'), new ModelCache(path.join(file, 'models')));
    assert.equal((await service.model('a.py', source, 'block'))?.functions.length, 2);
  });

  it('lies where the system keeps what can be made anew', () => {
    assert.equal(userCacheFolder({}, 'linux', '/home/u'), path.join('/home/u', '.cache', 'witness'));
    assert.equal(
      userCacheFolder({ XDG_CACHE_HOME: '/cache' }, 'linux', '/home/u'),
      path.join('/cache', 'witness'),
    );
    assert.equal(
      userCacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/u'),
      path.join('/home/u', '.cache', 'witness'),
    );
    assert.equal(
      userCacheFolder({}, 'darwin', '/Users/u'),
      path.join('/Users/u', 'Library', 'Caches', 'Witness'),
    );
    assert.equal(userCacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'H'), path.join('L', 'Witness', 'Cache'));
  });
});

async function eventually(done: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !done(); i++) await sleep(20);
  assert.ok(done());
}
