'use strict';
// A counter in a loop.
const { timed } = require('./timing.cjs');

function main(size) {
  let total = 0;
  for (let i = 0; i < size; i++) {
    total = (total + i * 3) % 1000003;
  }
  return total;
}

timed(main);
