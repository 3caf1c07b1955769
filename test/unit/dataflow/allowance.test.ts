import assert from 'node:assert/strict';
import { Allowance } from '../../../src/core/dataflow/allowance';

describe('the work that a program is worth', () => {
  it('is spent on the nearest functions, however many they are', () => {
    const near = new Map(Array.from({ length: 5000 }, (_, i) => [`f${i}`, 0]));
    assert.equal(new Allowance(1000).affordable(near).size, 5000);
  });

  it('is not spent on those far away where it does not reach', () => {
    const all = new Map(Array.from({ length: 5000 }, (_, i) => [`f${i}`, i < 10 ? 0 : i < 20 ? 1 : 2]));
    const chosen = new Allowance(1000).affordable(all);
    assert.deepEqual([chosen.size, chosen.has('f19'), chosen.has('f20')], [20, true, false]);
  });

  it('is spent on all where it reaches', () => {
    assert.equal(
      new Allowance(1_000_000).affordable(
        new Map([
          ['f', 3],
          ['g', 9],
        ]),
      ).size,
      2,
    );
  });
});
