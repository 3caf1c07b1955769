// How many times longer a program takes when it is watched: medians of ratios of neighbouring runs.
import type { Measured } from './measuring';

export interface Ratio {
  readonly wall: number;
  readonly processor: number;
  readonly whole: number;
}

/** @throws Error when the two runs computed different things. */
export async function ratioOf(
  plain: () => Promise<Measured>,
  watched: () => Promise<Measured>,
  repetitions: number,
): Promise<Ratio> {
  const ratios: Ratio[] = [];
  for (let i = 0; i < repetitions; i++) {
    const [a, b] = [await plain(), await watched()];
    if (a.result !== b.result) throw new Error(`Plain ${a.result}, watched ${b.result}.`);
    ratios.push({
      wall: b.wall / a.wall,
      processor: b.processor / a.processor,
      whole: b.whole / a.whole,
    });
  }
  return {
    wall: median(ratios.map((ratio) => ratio.wall)),
    processor: median(ratios.map((ratio) => ratio.processor)),
    whole: median(ratios.map((ratio) => ratio.whole)),
  };
}

export function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] ?? NaN;
  return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] ?? NaN) + upper) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
