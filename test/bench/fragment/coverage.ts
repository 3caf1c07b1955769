// The share of lines that run, by the metric of bench/README.md, beside the plain run and the permissive dummy.
import path from 'node:path';
import * as z from 'zod';
import type { RunSummary } from '../../../src/core/fragment/fragmentReport';
import type { RunResult } from '../../../src/core/fragment/runResult';
import { runFragment } from '../../../src/host/fragment/partialRun';
import type { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { readRows } from '../arguments';

const rowSchema = z.object({ id: z.string(), source: z.string(), metric_lines: z.number() });
const countersSchema = z.array(z.tuple([z.enum(['done', 'never', 'suite']), z.number()]));
type Counters = z.infer<typeof countersSchema>;

const budget = 16;

export interface Coverage {
  readonly rows: [string, ...string[]][];
  readonly holds: boolean;
  readonly first: Share;
  readonly explored: Share;
  readonly times: number[];
}

/** Share of counters that were hit, over files. */
class Share {
  private readonly files: [number, number][] = [];

  add(covered: number, total: number): void {
    this.files.push([covered, total]);
  }

  /** The mean over files of covered / total; files without counters are left out. */
  get mean(): number {
    const shares = this.files.flatMap(([covered, total]) => (total === 0 ? [] : [covered / total]));
    return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  }

  get pooled(): number {
    const covered = this.files.reduce((sum, [n]) => sum + n, 0);
    return (
      covered /
      Math.max(
        1,
        this.files.reduce((sum, [, n]) => sum + n, 0),
      )
    );
  }

  row(name: string): [string, string, string] {
    return [name, percent(this.mean), percent(this.pooled)];
  }
}

export async function coverage(
  data: string,
  name: string,
  limit: number,
  pool: SandboxPool,
): Promise<Coverage> {
  const shares = { plain: new Share(), dummy: new Share(), first: new Share(), explored: new Share() };
  const ceiling = new Share();
  const asItStands = new Share();
  const statements = { first: new Share(), explored: new Share() };
  const times: number[] = [];
  let wrongTotals = 0;
  const files = readRows(path.join(data, `selfpico/${name}.jsonl`))
    .slice(0, limit)
    .map((row) => rowSchema.parse(row));
  const one = async ({ id, source, metric_lines }: z.infer<typeof rowSchema>): Promise<void> => {
    const counters = countersSchema.parse(await ask(pool, 'counters', source));
    if (counters.length !== metric_lines) wrongTotals++;
    for (const how of ['plain', 'dummy'] as const) {
      const hit = await ask(pool, 'run', { source, how });
      shares[how].add(Array.isArray(hit) ? hit.length : 0, counters.length);
    }
    const runs = await runFragment({ source, file: `/fragment/${path.basename(id)}` }, pool, {
      runs: budget,
      limitMs: 5000,
    });
    const hits = runs.map(({ result }) =>
      result === undefined ? new Set<number>() : hitBy(counters, result),
    );
    shares.first.add(hits[0]?.size ?? 0, counters.length);
    shares.explored.add(new Set(hits.flatMap((hit) => [...hit])).size, counters.length);
    const countable = counters.filter(([kind]) => kind !== 'never').length;
    ceiling.add(countable, counters.length);
    asItStands.add((await ask(pool, 'compiles', source)) === true ? countable : 0, counters.length);
    countStatements(runs, statements);
    times.push(...runs.map(({ ms }) => ms));
    if (process.env['WITNESS_BENCH_VERBOSE'] === '1') tellMissing(id, counters, runs, hits);
  };
  await Promise.all([drain(files, one), drain(files, one)]);
  const [firstGoal, exploredGoal, pooledGoal] = name === 'functions' ? [0.8, 0.91, 0.86] : [0.82, 0.92, 0];
  const holds =
    shares.first.mean >= firstGoal &&
    shares.explored.mean >= exploredGoal &&
    shares.explored.pooled >= pooledGoal;
  return {
    first: shares.first,
    explored: shares.explored,
    times,
    holds: holds && wrongTotals === 0,
    rows: [
      [name, 'mean', 'pooled'],
      shares.plain.row('  as it is'),
      shares.dummy.row('  permissive dummy, no more'),
      shares.first.row(`  first run (goal ${percent(firstGoal)})`),
      shares.explored.row(
        `  up to ${budget} runs (goal ${percent(exploredGoal)}${pooledGoal > 0 ? `, ${percent(pooledGoal)}` : ''})`,
      ),
      ceiling.row('  most that can count'),
      asItStands.row('  the same, of files that compile as they stand'),
      statements.first.row('  executable statements, first run'),
      statements.explored.row('  executable statements, all runs'),
      ['  files with another number of counters', String(wrongTotals), ''],
    ],
  };
}

/** Several of these share the tasks. */
async function drain<T>(tasks: T[], work: (task: T) => Promise<void>): Promise<void> {
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await work(task);
}

async function ask(pool: SandboxPool, name: string, argument: unknown): Promise<unknown> {
  const answer = await pool.run({ module: 'coverage_metric', function: name, argument, limitMs: 5000 });
  return answer.result === null ? [] : JSON.parse(answer.result);
}

function hitBy(counters: Counters, { finished, entered }: RunResult): Set<number> {
  const done = new Set(finished);
  const suites = new Set(entered);
  return new Set(
    counters.flatMap(([kind, number], i) => {
      if (kind === 'never') return [];
      return (kind === 'done' ? done : suites).has(number) ? [i] : [];
    }),
  );
}

function countStatements(runs: readonly RunSummary[], shares: { first: Share; explored: Share }): void {
  const results = runs.flatMap(({ result }) => result ?? []);
  const total = results[0]?.statements.length ?? 0;
  shares.first.add(Object.keys(runs[0]?.result?.started ?? {}).length, total);
  shares.explored.add(new Set(results.flatMap(({ started }) => Object.keys(started))).size, total);
}

function tellMissing(
  id: string,
  counters: Counters,
  runs: readonly RunSummary[],
  hits: readonly Set<number>[],
): void {
  const hit = new Set(hits.flatMap((one) => [...one]));
  const result = runs.find((run) => run.result !== undefined)?.result;
  const missing = counters.flatMap(([kind, number], i) => {
    if (hit.has(i) || kind === 'never') return [];
    const statement = kind === 'done' ? number : (result?.suites[number]?.[0] ?? -1);
    return [`${kind} ${result?.statements[statement]?.[0] ?? '?'}`];
  });
  if (missing.length === 0) return;
  const stops = runs.flatMap(({ stopped }) => stopped ?? []);
  console.log(`${id}: ${runs.length} runs, missing ${missing.join(', ')} ${stops.join(' ')}`);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
