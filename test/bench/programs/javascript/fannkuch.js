'use strict';
// Flips of permutations, from the benchmarks game.
const { timed } = require('./timing.cjs');

function main(n) {
  const permutation = Array.from({ length: n }, (_, i) => i);
  const work = permutation.slice();
  const count = new Array(n).fill(0);
  let best = 0;
  let rest = n;
  for (;;) {
    for (; rest > 1; rest--) count[rest - 1] = rest;
    for (let i = 0; i < n; i++) work[i] = permutation[i];
    let flips = 0;
    for (let first = work[0]; first !== 0; first = work[0]) {
      for (let low = 0, high = first; low < high; low++, high--) {
        const kept = work[low];
        work[low] = work[high];
        work[high] = kept;
      }
      flips++;
    }
    if (flips > best) best = flips;
    for (;;) {
      if (rest === n) return best;
      const first = permutation[0];
      for (let i = 0; i < rest; i++) permutation[i] = permutation[i + 1];
      permutation[rest] = first;
      count[rest]--;
      if (count[rest] > 0) break;
      rest++;
    }
  }
}

timed(main);
