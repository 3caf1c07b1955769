// What hostile fragments reach at each level.
import path from 'node:path';
import type { Isolation } from '../../../src/host/sandbox/sandboxProcess';
import { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { Targets } from '../../support/sandbox/attack';
import { isTried } from '../../support/sandbox/limitedLevel';
import { hostileFragments } from '../../support/sandbox/hostileFragments';

export interface Attacked {
  readonly name: string;
  readonly level: Isolation;
  readonly reached: string;
}

export interface Hostility {
  readonly rows: [string, ...string[]][];
  readonly holds: boolean;
}

/** The attacks at both levels, as the user of this process. */
export async function attackAtLevels(interpreter: string): Promise<Attacked[]> {
  const targets = await Targets.put();
  try {
    const isolated = await attackAll(targets, interpreter, 'isolated');
    return [...isolated, ...(await attackAll(targets, interpreter, 'limited'))];
  } finally {
    await targets.remove();
  }
}

export async function hostility(interpreter: string): Promise<Hostility> {
  const attacked = await attackAtLevels(interpreter);
  const rows = (['isolated', 'limited'] as const).map((level): [string, string] => {
    const own = attacked.filter((row) => row.level === level);
    const reached = own.filter((row) => row.reached === 'NOT STOPPED');
    return [`hostile fragments that got out, ${level}`, `${reached.length} of ${own.length}`];
  });
  const holds = attacked.every(({ level, reached }) => level === 'limited' || reached === 'stopped');
  return { rows, holds };
}

async function attackAll(targets: Targets, interpreter: string, level: Isolation): Promise<Attacked[]> {
  const rows: Attacked[] = [];
  const { workspace } = targets;
  const pool = new SandboxPool(
    { level, interpreter, assets: path.resolve('dist'), visible: [workspace], path: [], preload: [] },
    1,
  );
  try {
    for (const fragment of hostileFragments) {
      const { name } = fragment;
      if (level === 'limited' && !isTried(name)) {
        rows.push({ name, level, reached: 'not tried' });
        continue;
      }
      const found = await targets.attack(fragment, pool, 3000);
      if (found.length > 0) console.error(`${level}: ${name}: ${found.join(', ')}`);
      rows.push({ name, level, reached: found.length === 0 ? 'stopped' : 'NOT STOPPED' });
    }
  } finally {
    await pool.dispose();
  }
  return rows;
}
