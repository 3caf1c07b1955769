'use strict';
// Values that pass through a chain of generators.
const { timed } = require('./timing.cjs');

function* numbers(size) {
  let state = 1;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    yield state;
  }
}

function* odd(values) {
  for (const value of values) {
    if (value & 256) yield value;
  }
}

function* scaled(values, factor) {
  for (const value of values) yield (value * factor) % 1000;
}

function* windows(values, width) {
  let window = [];
  for (const value of values) {
    window.push(value);
    if (window.length === width) {
      yield window.reduce((sum, each) => sum + each, 0);
      window = [];
    }
  }
}

function* both(first, second) {
  yield* first;
  yield* second;
}

function main(size) {
  let total = 0;
  for (const value of windows(both(scaled(odd(numbers(size)), 7), scaled(numbers(size >> 1), 3)), 4)) {
    total += value;
  }
  return total;
}

timed(main);
