// Random choices that a seed repeats.

/** mulberry32 by Tommy Ettinger: a 32-bit generator good enough to draw samples with. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface SeededRandom {
  /** So many different items, or all where there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
}

export function randomFrom(seed: number): SeededRandom {
  const next = generator(seed);
  return {
    sample: (items, count) => {
      const left = [...items];
      return Array.from({ length: Math.min(count, left.length) }, () =>
        left.splice(Math.floor(next() * left.length), 1),
      ).flat();
    },
  };
}
