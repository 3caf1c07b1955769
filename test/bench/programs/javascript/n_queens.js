'use strict';
// Queens on a chessboard.
const { timed } = require('./timing.cjs');

function solve(row, size, columns, rising, falling) {
  if (row === size) return 1;
  let found = 0;
  for (let column = 0; column < size; column++) {
    if (columns[column] || rising[row + column] || falling[row - column + size]) continue;
    columns[column] = rising[row + column] = falling[row - column + size] = true;
    found += solve(row + 1, size, columns, rising, falling);
    columns[column] = rising[row + column] = falling[row - column + size] = false;
  }
  return found;
}

function main(size) {
  const flags = () => new Array(2 * size + 1).fill(false);
  return solve(0, size, flags(), flags(), flags());
}

timed(main);
