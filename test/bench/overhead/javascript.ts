// The fourteen programs in JavaScript, plain and recorded under the same Node, and beside its peers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { recordJavaScript } from '../../../src/host/trace/recordJavaScript';
import { javascriptPeers, node, type JavaScriptPeer } from './javascriptPeers';
import type { Measured } from './measuring';
import { geometricMean, ratioOf, type Ratio } from './ratios';

/** Sizes take a few tenths of a second without a recorder. */
const sizes: Readonly<Record<string, number>> = {
  counter_loop: 100_000_000,
  fib: 37,
  sieve: 40_000_000,
  matmul: 500,
  nbody: 4_000_000,
  fannkuch: 10,
  spectral_norm: 2000,
  binary_trees: 18,
  richards: 1_000_000,
  n_queens: 12,
  quicksort: 2_000_000,
  word_count: 120_000,
  generator_pipeline: 3_000_000,
  small_objects: 400_000,
};

/** Sizes of some hundred to a few thousand steps, for a peer that is thousands of times slower. */
const tinySizes: Readonly<Record<string, number>> = {
  counter_loop: 500,
  fib: 10,
  sieve: 200,
  matmul: 6,
  nbody: 10,
  fannkuch: 5,
  spectral_norm: 5,
  binary_trees: 4,
  richards: 20,
  n_queens: 5,
  quicksort: 50,
  word_count: 20,
  generator_pipeline: 100,
  small_objects: 1,
};

const limits = { mean: 2, worst: 5 };
const assets = path.resolve('dist');
const folder = path.resolve('test/bench/programs/javascript');
const printed = z.object({
  result: z.unknown(),
  wall: z.number(),
  processor: z.number(),
  peak: z.number(),
});

type Row = readonly [string, ...(string | number)[]];

/** A table of ratios to the plain run; what misses its limit is added to `failures`. */
export async function javascriptTimes(
  given: { readonly repetitions: number; readonly only: string | undefined; readonly peers: boolean },
  failures: string[],
): Promise<Row[]> {
  const { repetitions, only } = given;
  const peers = given.peers ? javascriptPeers : [];
  const home = mkdtempSync(path.join(tmpdir(), 'witness-overhead-'));
  const names = Object.keys(sizes).filter((name) => only === undefined || name === only);
  const recorded: Ratio[] = [];
  const columns = peers.map(({ name }): [string, number[]] => [name, []]);
  try {
    for (const name of names) {
      recorded.push(
        await ratioOf(
          () => plain(name, sizes),
          () => record(name, home),
          repetitions,
        ),
      );
      for (const [i, peer] of peers.entries()) {
        columns[i]?.[1].push(await ratioUnder(peer, name, home, repetitions));
      }
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  const walls = recorded.map(({ wall }) => wall);
  const [mean, worst] = [geometricMean(walls), Math.max(...walls)];
  if (mean > limits.mean) failures.push(`JavaScript: the mean is ${mean.toFixed(2)}, above ${limits.mean}`);
  if (worst > limits.worst) {
    failures.push(`JavaScript: the worst is ${worst.toFixed(2)}, above ${limits.worst}`);
  }
  const processor = recorded.map((ratio) => ratio.processor);
  const all: [string, number[]][] = [['sampled', walls], ['sampled (processor)', processor], ...columns];
  return [
    ['program in JavaScript', ...all.map(([name]) => name)],
    ...names.map((name, i): Row => [name, ...all.map(([, ratios]) => shown(ratios[i] ?? NaN))]),
    ['geometric mean', ...all.map(([, ratios]) => shown(geometricMean(ratios)))],
    ['worst', ...all.map(([, ratios]) => shown(Math.max(...ratios)))],
  ];
}

function shown(ratio: number): string {
  return ratio.toFixed(ratio < 20 ? 2 : 0);
}

async function ratioUnder(
  { isSlow, run }: JavaScriptPeer,
  name: string,
  home: string,
  repetitions: number,
): Promise<number> {
  const given = isSlow ? tinySizes : sizes;
  const watched = async () => {
    const started = performance.now();
    return measured(await run(fileOf(name), given[name] ?? 0, home), started);
  };
  return (await ratioOf(() => plain(name, given), watched, Math.min(3, repetitions))).wall;
}

function fileOf(name: string): string {
  return path.join(folder, `${name}.js`);
}

async function plain(name: string, given: Readonly<Record<string, number>>): Promise<Measured> {
  const started = performance.now();
  return measured(await node([fileOf(name), String(given[name])]), started);
}

async function record(name: string, home: string): Promise<Measured> {
  const started = performance.now();
  let stdout = '';
  const out = path.join(home, 'recording');
  await recordJavaScript(
    {
      file: fileOf(name),
      arguments: [String(sizes[name])],
      cwd: folder,
      environment: process.env,
      interpreter: { executable: process.execPath, description: 'Node', origin: 'bench', environment: {} },
      roots: [folder],
      granularity: 'block',
      steps: 'sampled',
      valueBudget: 200,
      limitMs: 300_000,
      stdin: 'ignore',
    },
    {
      assets,
      out,
      syntax: new SyntaxService(assets),
      onOutput: (stream, bytes) => {
        if (stream === 'stdout') stdout += bytes.toString();
      },
    },
  );
  return measured(stdout, started);
}

function measured(stdout: string, started: number): Measured {
  const { result, ...times } = printed.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  return { ...times, result: JSON.stringify(result), whole: (performance.now() - started) / 1000 };
}
