'use strict';
// Quicksort of pseudorandom numbers.
const { timed } = require('./timing.cjs');

function numbers(size) {
  const values = [];
  let state = 42;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    values.push(state >> 8);
  }
  return values;
}

function partition(values, low, high) {
  const pivot = values[(low + high) >> 1];
  let i = low;
  let j = high;
  while (i <= j) {
    while (values[i] < pivot) i++;
    while (values[j] > pivot) j--;
    if (i <= j) {
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
      i++;
      j--;
    }
  }
  return [i, j];
}

function sort(values, low, high) {
  if (low >= high) return;
  const [i, j] = partition(values, low, high);
  sort(values, low, j);
  sort(values, i, high);
}

function main(size) {
  const values = numbers(size);
  sort(values, 0, size - 1);
  return [values[0], values[size >> 1], values[size - 1]];
}

timed(main);
