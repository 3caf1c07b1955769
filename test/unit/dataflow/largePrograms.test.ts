import assert from 'node:assert/strict';
import { analyse } from '../../../src/core/dataflow/analyse';
import { RuleMatcher } from '../../../src/core/dataflow/rules/ruleMatcher';
import { builtInRules, sourceFile } from '../../support/rules';

describe('names whose definitions go round in circles', () => {
  it('are read once each', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `v${index}`);
    const lines = names.map(
      (name) => `    ${name} = ${names.map((other) => `${other}.next()`).join(' or ')}`,
    );
    const sinks = ['    v0.system(v1)', '    os.system(sys.argv[1])'];
    const text = ['import os, sys', `def f(${names.join(', ')}):`, ...lines, ...sinks, ''].join('\n');
    const { rules, facts } = builtInRules();
    const chosen = rules.filter(({ document }) => document.id === 'python/command-injection');
    const matcher = new RuleMatcher({ rules: chosen, facts });
    const { findings } = await analyse([await sourceFile('python', text)], (file) => matcher.matches(file));
    assert.deepEqual(
      findings.map(({ sink }) => sink.line),
      [43],
    );
  });
});
