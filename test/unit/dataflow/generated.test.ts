import assert from 'node:assert/strict';
import { dialects, generate, scoreGenerated } from '../../bench/flow/generated/generate';
import { findingsIn } from '../../bench/flow/generated/measure';

/** A slice of the benchmark; the whole of it: `npm run bench -- flow-generated`. */
describe('flows in generated programs', function () {
  this.timeout(60_000);
  for (const [name, dialect] of Object.entries(dialects)) {
    it(`are found in ${name}, and no others`, async () => {
      const totals = { found: 0, missed: 0, wrong: 0 };
      for (let seed = 0; seed < 25; seed++) {
        const generated = generate(dialect, seed);
        const score = scoreGenerated(generated, await findingsIn(generated, { without: {} }));
        totals.found += score.found;
        totals.missed += score.missed;
        totals.wrong += score.wrong;
      }
      assert.ok(totals.found > 25, JSON.stringify(totals));
      assert.ok(totals.found / (totals.found + totals.missed) >= 0.97, JSON.stringify(totals));
      assert.ok(totals.found / (totals.found + totals.wrong) >= 0.97, JSON.stringify(totals));
    });
  }
});
