// Partial execution of Python: coverage, plausibility of values, type errors, false alarms, and what hostile code can do.
import path from 'node:path';
import { findPython } from '../../src/host/python/interpreter';
import { SandboxPool } from '../../src/host/sandbox/sandboxPool';
import { benchArguments, report } from './arguments';
import { coverage } from './fragment/coverage';
import { falseAlarms, typeErrors } from './fragment/errors';
import { hostility } from './fragment/hostility';
import { Leftovers } from './fragment/leftovers';
import { plausibility } from './fragment/plausibility';

async function main(): Promise<void> {
  const { data, limit, part: only } = benchArguments();
  const isAsked = (name: string): boolean => only === undefined || only === name;
  const python = await findPython({ folder: '/', environment: process.env });
  const bench = path.resolve('test/bench/python');
  const pool = new SandboxPool(
    {
      level: 'isolated',
      interpreter: python.executable,
      assets: path.resolve('dist'),
      visible: [bench],
      // The standard library and nothing else, as the figures in bench/README.md were measured.
      path: [bench],
      preload: ['witness_fragment.running', 'coverage_metric'],
    },
    2,
  );
  const rows: [string, ...string[]][] = [];
  let holds = true;
  const leftovers = new Leftovers(
    [bench, path.resolve('dist'), path.resolve('src'), data, '/etc'],
    path.join(data, 'selfpico'),
  );
  const left: string[] = [];
  try {
    await pool.probe();
    for (const name of ['functions', 'stackoverflow'].filter(isAsked)) {
      const result = await coverage(data, name, limit, pool);
      rows.push(...result.rows);
      holds &&= result.holds;
      rows.push([
        `  median of a run (goal 100 ms)`,
        `${median(result.times).toFixed(0)} ms`,
        `${result.times.length} runs`,
      ]);
      holds &&= median(result.times) <= 100;
    }
    const parts = {
      plausibility: () => plausibility(pool),
      typeErrors: () => typeErrors(data, pool),
      falseAlarms: () => falseAlarms(pool),
      hostility: () => hostility(python.executable),
    };
    for (const [name, measure] of Object.entries(parts)) {
      if (!isAsked(name)) continue;
      const part = await measure();
      rows.push(...part.rows);
      holds &&= part.holds;
    }
    left.push(...leftovers.network());
  } finally {
    await pool.dispose();
  }
  left.push(...leftovers.rest());
  rows.push([
    'files, processes, connections left outside of scratch',
    left.length === 0 ? 'none' : left.join('; '),
  ]);
  holds &&= left.length === 0;
  report('fragment', rows);
  process.exitCode = holds ? 0 : 1;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

void main();
