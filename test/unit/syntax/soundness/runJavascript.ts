import { compileFunction } from 'node:vm';
import type { LinePairs } from './lines';

type Helper = (line: number) => unknown;
type Define = (...helpers: readonly Helper[]) => () => unknown;

/** Runs a program many times; see runPython.ts for what it calls and what comes back. */
export function runJavascript(text: string, runs: number): LinePairs {
  const define = compileFunction(`${text}\nreturn f;`, ['d', 'n', 'r', 'it']) as Define;
  const pairs = new Map<string, [number, number]>();
  for (let seed = 1; seed <= runs; seed++) {
    for (const [from, to] of runOnce(define, seed)) pairs.set(`${from} ${to}`, [from, to]);
  }
  return [...pairs.values()];
}

function runOnce(define: Define, seed: number): LinePairs {
  const random = randomNumbers(seed);
  const pairs: [number, number][] = [];
  let last: number | undefined;
  let budget = 60;
  const notice = (line: number): boolean => {
    if (last !== undefined) pairs.push([last, line]);
    last = line;
    return --budget > 0;
  };
  const d = (line: number): boolean => notice(line) && random() < 0.5;
  const n = (line: number): number => (notice(line) ? Math.floor(random() * 4) : 0);
  const r = (line: number): void => {
    if (notice(line) && random() < 0.3) throw new Error('raised');
  };
  const it = function* (line: number): Iterable<number> {
    while (notice(line) && random() < 0.6) yield 1;
  };
  try {
    const returned = drive(define(d, n, r, it)(), random);
    if (returned && last !== undefined) pairs.push([last, 0]);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'raised') throw error;
  }
  return pairs;
}

/** Sends a generator values and exceptions until it ends; whether it did so on its own. */
function drive(result: unknown, random: () => number): boolean {
  if (typeof result !== 'object' || result === null) return true;
  const generator = result as Generator;
  for (;;) {
    const chance = random();
    if (chance < 0.1) generator.throw(new Error('raised'));
    else if (chance < 0.15 && generator.return(0).done === true) return false;
    else if (generator.next().done === true) return true;
  }
}

/** Numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
