'use strict';
// The spectral norm of an infinite matrix, from the benchmarks game.
const { timed } = require('./timing.cjs');

function element(i, j) {
  return 1 / (((i + j) * (i + j + 1)) / 2 + i + 1);
}

function times(vector, transposed) {
  const size = vector.length;
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += (transposed ? element(j, i) : element(i, j)) * vector[j];
    result[i] = sum;
  }
  return result;
}

function main(size) {
  let u = new Float64Array(size).fill(1);
  let v = u;
  for (let i = 0; i < 10; i++) {
    v = times(times(u, false), true);
    u = times(times(v, false), true);
  }
  let uv = 0;
  let vv = 0;
  for (let i = 0; i < size; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return Number(Math.sqrt(uv / vv).toFixed(9));
}

timed(main);
