import assert from 'node:assert/strict';
import type { TriedCandidate } from '../../../src/core/debugging/candidate';
import { judgeRepairs, type Inputs } from '../../../src/core/debugging/overfitting';

const inputs: Inputs = { texts: ['f(7)'], before: ['= 0'] };

function repair(source: string, score: number, count = 1): TriedCandidate {
  const change = { operator: 'another constant', from: 0, to: 1, text: '1', weight: 1, block: 0 };
  const changes = Array.from({ length: count }, () => change);
  return { source, score, changes, repaired: 1, kept: 1 };
}

describe('of programs that all pass the tests', () => {
  it('those with the same answers to other inputs count together, and the one with the fewest changes is shown, then the shortest', () => {
    const [first] = judgeRepairs(
      [
        { candidate: repair('alone', 0.4), answers: ['= 9'] },
        { candidate: repair('two', 0.5, 2), answers: ['= 1'] },
        { candidate: repair('longer', 0.5), answers: ['= 1'] },
        { candidate: repair('one', 0.3), answers: ['= 1'] },
      ],
      inputs,
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
      inputs,
    );
    assert.ok(judged.every(({ fitsOnlyGivenTests }) => fitsOnlyGivenTests));
  });

  it('a single one is not doubted', () => {
    const [only] = judgeRepairs([{ candidate: repair('a', 0.4), answers: [] }], { texts: [], before: [] });
    assert.equal(only?.fitsOnlyGivenTests, false);
    assert.equal(only.disputed, undefined);
  });

  it('inputs that the program did not answer before say nothing', () => {
    const [first] = judgeRepairs(
      [
        { candidate: repair('a', 0.4), answers: ['= 1', '= 5'] },
        { candidate: repair('b', 0.3), answers: ['= 1', '= 6'] },
      ],
      { texts: ['f(7)', 'f(-7)'], before: ['= 0', '! IndexError'] },
    );
    assert.equal(first?.agreement, 1);
    assert.equal(first.fitsOnlyGivenTests, false);
  });

  it('one that breaks an input that worked counts less, and is said to', () => {
    const [first, second] = judgeRepairs(
      [
        { candidate: repair('breaks', 0.6), answers: ['! IndexError'] },
        { candidate: repair('keeps', 0.4), answers: ['= 1'] },
      ],
      inputs,
    );
    assert.equal(first?.candidate.source, 'keeps');
    assert.equal(first.broken, undefined);
    assert.deepEqual(second?.broken, { input: 'f(7)', before: '= 0', after: '! IndexError' });
    assert.equal(second.fitsOnlyGivenTests, true);
  });

  it('raising breaks nothing where a test wants it', () => {
    const [only] = judgeRepairs(
      [{ candidate: repair('a', 1), answers: ['! ValueError'], tested: ['! ValueError', "= 'abc'"] }],
      inputs,
    );
    assert.equal(only?.broken, undefined);
    assert.equal(only?.fitsOnlyGivenTests, false);
  });

  it('one of which the tests see a truth value only is said to fit these', () => {
    const judge = (...tested: string[]) =>
      judgeRepairs([{ candidate: repair('a', 1), answers: ['= 1'], tested }], inputs)[0];
    assert.equal(judge('= True')?.littleTested, 1);
    assert.equal(judge('= True')?.fitsOnlyGivenTests, true);
    assert.equal(judge('= [3, 1, 4, 1, 5]')?.fitsOnlyGivenTests, false);
  });
});
