'use strict';
// Trees that are built and walked.
const { timed } = require('./timing.cjs');

class Tree {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }

  count() {
    return this.left === null ? 1 : 1 + this.left.count() + this.right.count();
  }
}

function build(depth) {
  if (depth === 0) return new Tree(null, null);
  return new Tree(build(depth - 1), build(depth - 1));
}

function main(depth) {
  let total = 0;
  for (let i = 0; i < 4; i++) total += build(depth).count();
  return total;
}

timed(main);
