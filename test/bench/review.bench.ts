// Review without a model: whether a change of behaviour is seen, with an input that shows it.
//   npm run bench -- review --data DIR [--part quixbugs|humaneval] [--name NAME]
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Behaviour } from '../../src/core/review/behaviour';
import { importFolders } from '../../src/host/sandbox/importFolders';
import { BehaviourComparison, comparisonModules } from '../../src/host/review/behaviourComparison';
import { SandboxPool } from '../../src/host/sandbox/sandboxPool';
import { refuse, report } from './arguments';
import { type Change, humanevalChanges, quixbugsChanges } from './review/changes';
import { pythonOfVersion } from './untrustedPython';

const { values: given } = parseArgs({
  options: { data: { type: 'string' }, part: { type: 'string' }, name: { type: 'string' } },
});
const data = path.resolve(given.data ?? refuse('Name the folder of the data with --data DIR.'));

void main();

async function main(): Promise<void> {
  const python = pythonOfVersion('3.11');
  const pool = new SandboxPool(
    {
      level: 'isolated',
      interpreter: python,
      assets: path.resolve('dist'),
      visible: [],
      path: await importFolders(python),
      preload: comparisonModules,
    },
    os.availableParallelism(),
  );
  try {
    const comparison = new BehaviourComparison(pool);
    const rows: (readonly [string, ...(string | number)[]])[] = [['', 'changes', 'seen', 'median ms']];
    if (given.part !== 'humaneval') {
      const forward = quixbugsChanges(data);
      const backward = forward.map((change) => ({ ...change, old: change.new, new: change.old }));
      rows.push(await row('QuixBugs, correct to buggy', forward, comparison));
      rows.push(await row('QuixBugs, buggy to correct', backward, comparison));
    }
    if (given.part !== 'quixbugs') {
      rows.push(await row('HumanEval, right to wrong', humanevalChanges(data), comparison));
    }
    report('review', rows);
  } finally {
    await pool.dispose();
  }
}

async function row(
  name: string,
  all: readonly Change[],
  comparison: BehaviourComparison,
): Promise<readonly [string, number, number, string]> {
  const changes = all.filter((change) => given.name === undefined || change.name === given.name);
  const times: number[] = [];
  const found = await Promise.all(
    changes.map(async (change) => {
      const place = { file: '/work/program.py', module: 'program', root: '/work', cwd: '/work' };
      const began = performance.now();
      const behaviour = await comparison.compare({ ...change, place, calls: change.calls });
      times.push(performance.now() - began);
      console.log(`${name}: ${change.name}: ${told(behaviour)}`);
      return behaviour.kind === 'different';
    }),
  );
  const median = times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
  return [name, changes.length, found.filter(Boolean).length, median.toFixed(0)];
}

function told(behaviour: Behaviour): string {
  if (behaviour.kind === 'unknown') return `unknown: ${behaviour.reason}`;
  if (behaviour.kind === 'same') return `the same on ${behaviour.calls} calls`;
  const { call, old, new: now } = behaviour.difference;
  return `${call} ${old}, now it ${now}`;
}
