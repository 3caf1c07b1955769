// What every benchmark is asked with, and how it answers.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

export interface BenchArguments {
  readonly data: string;
  /** Only the first so many rows. */
  readonly limit: number;
  /** Only this part, of a benchmark that has several. */
  readonly part: string | undefined;
}

/** Ends the process with code 2 when there is no data folder. */
export function benchArguments(): BenchArguments {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, limit: { type: 'string' }, part: { type: 'string' } },
  });
  if (values.data === undefined) return refuse('Name the folder of the data with --data DIR.');
  return { data: path.resolve(values.data), limit: Number(values.limit ?? Infinity), part: values.part };
}

export function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

/** The rows of a `.jsonl` or `.jsonl.gz` file. */
export function readRows(file: string): unknown[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));
}

/** Prints a table of two or more columns and writes it to out/bench/NAME.json. */
export function report(name: string, rows: readonly (readonly [string, ...(string | number)[]])[]): void {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, String(cell).length)));
  }
  for (const row of rows) {
    console.log(
      row
        .map((cell, i) =>
          i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0),
        )
        .join('  '),
    );
  }
  mkdirSync('out/bench', { recursive: true });
  writeFileSync(`out/bench/${name}.json`, `${JSON.stringify(rows, null, 2)}\n`);
}

/** E.g. `3 of 4 (75.0 %)`. */
export function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / Math.max(whole, 1)).toFixed(1)} %)`;
}
