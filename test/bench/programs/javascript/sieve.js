'use strict';
// Primes by the sieve of Eratosthenes.
const { timed } = require('./timing.cjs');

function main(size) {
  const composite = new Uint8Array(size + 1);
  let count = 0;
  for (let i = 2; i <= size; i++) {
    if (composite[i]) continue;
    count++;
    for (let j = i * i; j <= size; j += i) composite[j] = 1;
  }
  return count;
}

timed(main);
