import assert from 'node:assert/strict';
import {
  readSuppressions,
  suppressionComments,
  withoutSuppression,
  withSuppression,
} from '../../../src/core/dataflow/suppressions';

describe('suppressions', () => {
  it('stand in comments of every language, behind code or alone', () => {
    const text = [
      'show(name)  # witness: ignore xss the name is one of ours',
      '// witness: ignore java/xss checked above',
      '/* witness: ignore * generated */',
      'x = "witness: ignore nothing"',
      '# witness: ignore sql-injection',
    ].join('\r\n');
    assert.deepEqual(suppressionComments(text), [
      { line: 0, isAlone: false, rule: 'xss', reason: 'the name is one of ours' },
      { line: 1, isAlone: true, rule: 'java/xss', reason: 'checked above' },
      { line: 2, isAlone: true, rule: '*', reason: 'generated' },
      { line: 4, isAlone: true, rule: 'sql-injection', reason: '' },
    ]);
  });

  it('are remembered in a file that can be read again', () => {
    const entry = {
      finding: 'a1',
      rule: 'java/xss',
      file: 'src/A.java',
      reason: 'shown to: its "owner"\nonly',
    };
    const text = withSuppression(readSuppressions(''), entry);
    const known = readSuppressions(text);
    assert.deepEqual([...known.byFinding.values()], [entry]);
    const twice = withSuppression(known, { ...entry, reason: 'another' });
    assert.deepEqual([...readSuppressions(twice).byFinding.values()], [{ ...entry, reason: 'another' }]);
    assert.deepEqual([...readSuppressions(withoutSuppression(known, 'a1')).byFinding.values()], []);
  });

  it('in a file that is broken suppress nothing, and say where', () => {
    assert.equal(readSuppressions('suppressions:\n  - finding: [').problem?.line, 2);
    const missing = readSuppressions('suppressions:\n  - finding: a1\n');
    assert.match(missing.problem?.message ?? '', /^suppressions\.0\./);
    assert.equal(missing.byFinding.size, 0);
  });
});
