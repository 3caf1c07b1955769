import assert from 'node:assert/strict';
import { analyse } from '../../../src/core/dataflow/analyse';
import { RuleMatcher } from '../../../src/core/dataflow/rules/ruleMatcher';
import { dialects, generate, randomFrom, scoreGenerated } from '../../bench/flow/generator';
import { builtInRules, sourceFile } from '../../support/rules';

/** A slice of the benchmark; the whole of it: `npm run bench -- flow-generated`. */
describe('flows in generated programs', function () {
  this.timeout(60_000);
  for (const [name, dialect] of Object.entries(dialects)) {
    it(`are found in ${name}, and no others`, async () => {
      const rules = builtInRules();
      const commands = rules.rules.filter(({ document }) => document.id.endsWith('/command-injection'));
      const matcher = new RuleMatcher({ ...rules, rules: commands });
      const random = randomFrom(7);
      const totals = { found: 0, missed: 0, wrong: 0 };
      for (let count = 0; count < 12; count++) {
        const program = generate(dialect, random);
        const file = await sourceFile(program.language, program.text, program.path);
        const { findings } = await analyse([file], (each) => matcher.matches(each));
        const score = scoreGenerated(program, findings);
        totals.found += score.found;
        totals.missed += score.missed;
        totals.wrong += score.wrong;
      }
      assert.ok(totals.found / (totals.found + totals.missed) >= 0.97, JSON.stringify(totals));
      assert.ok(totals.found / (totals.found + totals.wrong) >= 0.97, JSON.stringify(totals));
    });
  }
});
