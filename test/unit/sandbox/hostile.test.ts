import assert from 'node:assert/strict';
import path from 'node:path';
import { findPython } from '../../../src/host/python/interpreter';
import { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { Targets } from '../../support/sandbox/attack';
import { hostileFragments } from '../../support/sandbox/hostileFragments';

describe('the sandbox at level isolated', function () {
  this.timeout(60_000);
  let targets: Targets;
  let pool: SandboxPool;

  before(async () => {
    targets = await Targets.put();
    const python = await findPython({ folder: '/', environment: process.env });
    pool = new SandboxPool(
      {
        level: 'isolated',
        interpreter: python.executable,
        assets: path.resolve('dist'),
        visible: [targets.workspace],
        path: [],
        preload: ['witness_fragment.running'],
      },
      1,
    );
    await pool.probe();
  });

  after(async () => {
    await pool.dispose();
    await targets.remove();
  });

  for (const fragment of hostileFragments) {
    it(`keeps in: ${fragment.name}`, async () => {
      assert.deepEqual(await targets.attack(fragment, pool, 3000), []);
    });
  }
});
