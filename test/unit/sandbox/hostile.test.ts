// Every attack at every level that this machine has; what a level promises of each is asserted, not left out.
import assert from 'node:assert/strict';
import type { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { Targets } from '../../support/sandbox/attack';
import { hostileFragments } from '../../support/sandbox/hostileFragments';
import { isStoppedWhenLimited, isTried } from '../../support/sandbox/limitedLevel';
import { poolAt, probedLevel } from '../../support/sandbox/probedLevel';

const isRoot = process.getuid?.() === 0;

describe('what hostile code reaches', function () {
  this.timeout(60_000);
  let targets: Targets;
  let pool: SandboxPool | undefined;

  before(async () => {
    targets = await Targets.put();
    const { level } = await probedLevel();
    if (level === 'isolated') {
      pool = await poolAt(level, [targets.workspace]);
      await pool.probe();
    }
  });

  after(async () => {
    await pool?.dispose();
    await targets.remove();
  });

  for (const fragment of hostileFragments) {
    it(`isolated, or not run at all: ${fragment.name}`, async () => {
      if (pool !== undefined) {
        assert.deepEqual(await targets.attack(fragment, pool, 3000), []);
        return;
      }
      // Where there is no isolation nothing may start, let alone at a lower level by itself.
      const refusing = await poolAt('isolated', [targets.workspace]);
      const reached = await targets.attack(fragment, refusing, 3000);
      await refusing.dispose();
      assert.equal(reached.length, 1);
      assert.match(reached[0] ?? '', /^Code cannot be run at level "isolated" here: /);
    });
  }
});

describe('what hostile code reaches with limits only', function () {
  this.timeout(60_000);
  let targets: Targets;
  let pool: SandboxPool;

  before(async () => {
    targets = await Targets.put();
    pool = await poolAt('limited', [targets.workspace]);
    await pool.probe();
  });

  after(async () => {
    await pool.dispose();
    await targets.remove();
  });

  for (const fragment of hostileFragments.filter(({ name }) => isTried(name))) {
    const isStopped = isStoppedWhenLimited(fragment.name, isRoot);
    it(`is as documented: ${fragment.name} is ${isStopped ? '' : 'not '}stopped`, async () => {
      const reached = await targets.attack(fragment, pool, 3000);
      assert.equal(reached.length === 0, isStopped, reached.join(', '));
    });
  }
});
