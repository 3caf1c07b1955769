// The fourteen programs in JavaScript, plain and recorded under the same Node, and beside coverage by V8 itself.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { recordJavaScript } from '../../../src/host/trace/recordJavaScript';
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
  repetitions: number,
  only: string | undefined,
  failures: string[],
): Promise<Row[]> {
  const home = mkdtempSync(path.join(tmpdir(), 'witness-overhead-'));
  const names = Object.keys(sizes).filter((name) => only === undefined || name === only);
  const recorded: Ratio[] = [];
  const covered: Ratio[] = [];
  try {
    for (const name of names) {
      recorded.push(
        await ratioOf(
          () => plain(name, home, false),
          () => record(name, home),
          repetitions,
        ),
      );
      covered.push(
        await ratioOf(
          () => plain(name, home, false),
          () => plain(name, home, true),
          repetitions,
        ),
      );
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
  const others = covered.map(({ wall }) => wall);
  const row = (name: string, ...ratios: (number | undefined)[]): Row => [
    name,
    ...ratios.map((ratio) => (ratio ?? NaN).toFixed(2)),
  ];
  return [
    ['program in JavaScript', 'sampled', 'sampled (processor)', 'V8 coverage'],
    ...names.map((name, i) => row(name, walls[i], processor[i], others[i])),
    row('geometric mean', mean, geometricMean(processor), geometricMean(others)),
    row('worst', worst, Math.max(...processor), Math.max(...others)),
  ];
}

async function plain(name: string, home: string, covers: boolean): Promise<Measured> {
  const started = performance.now();
  const env = covers ? { ...process.env, NODE_V8_COVERAGE: path.join(home, 'coverage') } : process.env;
  const args = [path.join(folder, `${name}.js`), String(sizes[name])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return measured(stdout, started);
}

async function record(name: string, home: string): Promise<Measured> {
  const started = performance.now();
  let stdout = '';
  const out = path.join(home, 'recording');
  await recordJavaScript(
    {
      file: path.join(folder, `${name}.js`),
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
