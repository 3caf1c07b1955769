import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installOnce } from '../../support/vscode/installOnce';

describe('installOnce', () => {
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(path.join(os.tmpdir(), 'witness-install-'));
  });
  afterEach(() => rm(cache, { recursive: true, force: true }));

  const install = async (folder: string): Promise<void> => {
    await delay(20);
    await writeFile(path.join(folder, 'file'), 'text');
  };

  it('installs into a folder that appears when it is complete, and leaves nothing else', async () => {
    const folder = await installOnce(cache, 'tool', async (partial) => {
      assert.deepEqual((await readdir(cache)).includes('tool'), false);
      await install(partial);
    });
    assert.equal(await readFile(path.join(folder, 'file'), 'utf8'), 'text');
    assert.deepEqual(await readdir(cache), ['tool']);
  });

  it('installs once for all who ask, at once or later', async () => {
    let installs = 0;
    const ask = (): Promise<string> =>
      installOnce(cache, 'tool', async (partial) => {
        installs++;
        await install(partial);
      });
    await Promise.all([ask(), ask(), ask()]);
    await ask();
    assert.equal(installs, 1);
  });

  it('starts anew after an install that failed', async () => {
    await assert.rejects(
      installOnce(cache, 'tool', () => Promise.reject(new Error('no network'))),
      /no network/,
    );
    assert.deepEqual(await readdir(cache), []);
    await installOnce(cache, 'tool', install);
  });

  it('takes over from a process that was killed', async () => {
    const lock = path.join(cache, 'tool.lock');
    const longAgo = new Date(Date.now() - 60_000);
    await mkdir(lock);
    await utimes(lock, longAgo, longAgo);
    await mkdir(path.join(cache, 'tool.partial-abc'));
    await installOnce(cache, 'tool', install);
    assert.deepEqual(await readdir(cache), ['tool']);
  });
});
