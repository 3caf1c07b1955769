'use strict';
// The product of two matrices.
const { timed } = require('./timing.cjs');

function matrix(size, seed) {
  const rows = [];
  for (let i = 0; i < size; i++) {
    const row = [];
    for (let j = 0; j < size; j++) row.push((i * seed + j) % 10);
    rows.push(row);
  }
  return rows;
}

function multiply(a, b, size) {
  const product = [];
  for (let i = 0; i < size; i++) {
    const row = [];
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += a[i][k] * b[k][j];
      row.push(sum);
    }
    product.push(row);
  }
  return product;
}

function main(size) {
  const product = multiply(matrix(size, 3), matrix(size, 7), size);
  return product[size >> 1][size >> 2];
}

timed(main);
