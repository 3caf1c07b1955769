// The fixed programs of the benchmark of overheads, in test/bench/programs/python.
import path from 'node:path';

export const programFolder = path.resolve('test/bench/programs/python');

export interface BenchProgram {
  readonly name: string;
  /** Takes about half a second to one and a half without a recorder. */
  readonly size: number;
  /** For ways of recording that are many times slower. */
  readonly smallSize: number;
  /** For those that are hundreds of times slower. */
  readonly tinySize: number;
}

export const programs: readonly BenchProgram[] = [
  { name: 'counter_loop', size: 12_000_000, smallSize: 100_000, tinySize: 2000 },
  { name: 'fib', size: 34, smallSize: 20, tinySize: 10 },
  { name: 'sieve', size: 12_000_000, smallSize: 60_000, tinySize: 400 },
  { name: 'matmul', size: 250, smallSize: 36, tinySize: 6 },
  { name: 'nbody', size: 200_000, smallSize: 1000, tinySize: 20 },
  { name: 'fannkuch', size: 2, smallSize: 0, tinySize: 0 },
  { name: 'spectral_norm', size: 450, smallSize: 40, tinySize: 8 },
  { name: 'binary_trees', size: 19, smallSize: 9, tinySize: 5 },
  { name: 'richards', size: 150_000, smallSize: 1000, tinySize: 20 },
  { name: 'n_queens', size: 12, smallSize: 7, tinySize: 4 },
  { name: 'quicksort', size: 300_000, smallSize: 3000, tinySize: 100 },
  { name: 'word_count', size: 100_000, smallSize: 800, tinySize: 8 },
  { name: 'generator_pipeline', size: 1_600_000, smallSize: 10_000, tinySize: 100 },
  { name: 'small_objects', size: 22_000, smallSize: 150, tinySize: 1 },
];

export function sourceOf(program: BenchProgram): string {
  return path.join(programFolder, `${program.name}.py`);
}
