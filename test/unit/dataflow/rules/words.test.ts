import assert from 'node:assert/strict';
import { Vocabulary } from '../../../../src/core/dataflow/rules/words';
import { matchesOf, sourceFile } from '../../../support/rules';
import { readRuleSet } from '../../../../src/core/dataflow/rules/ruleSet';

const text = String.raw`child_process.exec("a-b\nshell", $x)`;

describe('words of a text', () => {
  it('hold what may stand in it as a whole', () => {
    const there = ['exec', 'child_process.exec', 'a-b', 'shell', '$x', '', '"'];
    const missing = ['exe', 'child', 'nshell', 'a-c', 'b.exec.d'];
    const words = new Vocabulary([...there, ...missing]).wordsIn(text);
    for (const part of there) assert.ok(words.mayHold(part), part);
    for (const part of missing) assert.ok(!words.mayHold(part), part);
    assert.ok(words.mayHold('never heard of'));
  });

  it('tell where each stands', () => {
    const words = new Vocabulary(['b', 'child_process.exec', String.raw`\n`, '"', 'c']).wordsIn(`${text} b`);
    assert.deepEqual(words.placesOf('b'), [text.indexOf('b\\'), text.length + 1]);
    assert.deepEqual(words.placesOf('child_process.exec'), [0]);
    assert.deepEqual(words.placesOf(String.raw`\n`), [text.indexOf('\\')]);
    assert.deepEqual(words.placesOf('c'), []);
    assert.equal(words.placesOf('"'), undefined);
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
