import assert from 'node:assert/strict';
import type { TriedCandidate } from '../../../src/core/debugging/candidate';
import { judgeRepairs } from '../../../src/core/debugging/overfitting';

function repair(source: string, score: number): TriedCandidate {
  return { source, score, changes: [], repaired: 1, kept: 1 };
}

describe('of programs that all pass the tests', () => {
  it('those with the same answers to other inputs count together, and the shortest of them is shown', () => {
    const [first] = judgeRepairs(
      [
        { candidate: repair('alone', 0.4), answers: ['= 9'] },
        { candidate: repair('one', 0.3), answers: ['= 1'] },
        { candidate: repair('same', 0.5), answers: ['= 1'] },
      ],
      ['f(7)'],
    );
    assert.equal(first?.candidate.source, 'one');
    assert.equal(first.fitsOnlyGivenTests, false);
    assert.deepEqual(first.disputed, { input: 'f(7)', answers: ['= 1', '= 9'] });
  });

  it('one whose answers most others do not share is said to fit the given tests only', () => {
    const judged = judgeRepairs(
      [
        { candidate: repair('a', 0.4), answers: ['= 1'] },
        { candidate: repair('b', 0.3), answers: ['= 2'] },
        { candidate: repair('c', 0.3), answers: ['= 3'] },
      ],
      ['f(7)'],
    );
    assert.ok(judged.every(({ fitsOnlyGivenTests }) => fitsOnlyGivenTests));
  });

  it('a single one is not doubted', () => {
    const [only] = judgeRepairs([{ candidate: repair('a', 0.4), answers: [] }], []);
    assert.equal(only?.fitsOnlyGivenTests, false);
    assert.equal(only.disputed, undefined);
  });
});
