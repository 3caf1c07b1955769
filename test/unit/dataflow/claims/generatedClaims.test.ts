import assert from 'node:assert/strict';
import { lying, scoreClaims, truthful } from '../../../bench/flow/claims/measure';

/** A slice of the benchmark; the whole of it: `npm run bench -- flow-claims`. */
describe('claims about generated programs', function () {
  this.timeout(60_000);
  const seeds = Array.from({ length: 25 }, (_, index) => index);
  for (const language of ['python', 'javascript'] as const) {
    it(`add paths in ${language} that are missed without, and doubt what is wrong, where they are true`, async () => {
      const score = await scoreClaims(language, seeds, () => truthful);
      const told = JSON.stringify(score);
      assert.ok(score.claimed > 10, told);
      assert.ok(score.found >= 0.97 * score.reached, told);
      assert.equal(score.claimedWrongly + score.doubtedWrongly, 0, told);
      assert.ok(score.doubtedRightly >= 0.9 * score.wrongWithout, told);
      assert.deepEqual([score.removed, score.raised], [0, 0]);
    });

    it(`take nothing away in ${language} and are never more than claims, whatever they are`, async () => {
      const score = await scoreClaims(language, seeds, lying);
      assert.ok(score.claimedWrongly + score.doubtedWrongly > 0, 'it does lie');
      assert.deepEqual([score.removed, score.raised], [0, 0], JSON.stringify(score));
    });
  }
});
