import assert from 'node:assert/strict';
import { Words } from '../../../../src/core/dataflow/rules/words';
import { matchesOf, sourceFile } from '../../../support/rules';
import { readRuleSet } from '../../../../src/core/dataflow/rules/ruleSet';

describe('words of a text', () => {
  it('hold what may stand in it as a whole', () => {
    const words = new Words(String.raw`child_process.exec("a-b\nshell", $x)`);
    for (const part of ['exec', 'child_process.exec', 'a-b', 'shell', '$x', '', '"']) {
      assert.ok(words.mayHold(part), part);
    }
    for (const part of ['exe', 'child', 'nshell', 'a-c', 'b.exec.d']) assert.ok(!words.mayHold(part), part);
  });

  it('do not keep a rule from parts of texts after an escape, nor from names in another order', async () => {
    const rule = `id: python/words
title: Words
severity: error
languages: [python]
message: '{sink}'
sources:
  - query: '((string (string_content) @source) (#eq? @source "{text}"))'
sinks:
  - query: '((call function: (_) @f) @sink (#imported? @f "a.b.run"))'
`;
    const text = String.raw`from a.b import run as go
x = "\tshell"
go(x)
`;
    const set = readRuleSet([
      { file: 'words.witness-rule.yaml', text: rule.replace('{text}', String.raw`\\tshell`) },
    ]);
    assert.deepEqual(matchesOf(set, await sourceFile('python', text), 'python/words'), [
      String.raw`source 2: \tshell`,
      'sink 3: go(x)',
    ]);
  });
});
