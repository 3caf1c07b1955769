import assert from 'node:assert/strict';
import { mutated } from '../../../src/core/debugging/mutations/mutation';
import { mutationsAt } from '../../../src/core/debugging/mutations/mutations';
import { pythonMutationProfile } from '../../../src/core/debugging/mutations/python/pythonProfile';
import { testSyntax } from '../../support/syntax';

/** All texts that one change of a function makes. */
async function changesOf(source: string): Promise<string[]> {
  const document = await (await testSyntax()).parse('python', source);
  try {
    const model = document.model('block');
    const blocks = new Set(model.blocks.map(({ index }) => index));
    const found = mutationsAt(
      { root: document.syntaxTree.rootNode, source, model },
      blocks,
      pythonMutationProfile,
    );
    return found.map((mutation) => mutated(source, mutation));
  } finally {
    document.dispose();
  }
}

const body = (...lines: string[]): string =>
  ['def f(a, b):', ...lines.map((line) => `    ${line}`), ''].join('\n');

const mistakes: readonly (readonly [what: string, wrong: string, right: string])[] = [
  [
    'a boundary',
    body('while a < b:', '    a += 1', 'return a'),
    body('while a <= b:', '    a += 1', 'return a'),
  ],
  ['a boundary and its number', body('return len(a) == 0'), body('return len(a) <= 1')],
  ['an operator', body('a ^= b', 'return a'), body('a &= b', 'return a')],
  ['an operand too many', body('return 1 + f(a, b)'), body('return f(a, b)')],
  ['and instead of or', body('return a and b'), body('return a or b')],
  ['an index off by one', body('return a[b]'), body('return a[b - 1]')],
  ['a range off by one', body('return list(range(b))'), body('return list(range(b + 1))')],
  ['another variable', body('c = a', 'return b'), body('c = a', 'return c')],
  ['another attribute', body('c = a.start', 'return a.end'), body('c = a.start', 'return a.start')],
  ['arguments in the wrong order', body('return f(a, b)'), body('return f(b, a)')],
  ['any instead of all', body('return any(a)'), body('return all(a)')],
  ['the whole sequence', body('return f(a, b)'), body('return f(a[1:], b)')],
  ['a missing part', body('return f(a, b)'), body('return f(a, b - a)')],
  ['a missing bound', body('c = b.last', 'return a'), body('c = b.last', 'return max(a, b.last)')],
  ['a missing guard', body('if a.next:', '    return b'), body('if a is None or a.next:', '    return b')],
  ['a missing update', body('c = a', 'return c'), body('c = a', 'a = b', 'return c')],
  [
    'a return inside of the loop',
    body('for x in a:', '    b += x', '    return b'),
    body('for x in a:', '    b += x', 'return b'),
  ],
  ['statements in the wrong order', body('a.append(b)', 'b = 1'), body('b = 1', 'a.append(b)')],
  ['a statement too many', body('b = 0', 'return b'), body('pass', 'return b')],
  ['an operator of another kind', body('return a >> b'), body('return a + b')],
  ['a comparison of another kind', body('return a is b'), body('return a > b')],
  ['a wrong sign', body('return f(~a, b)'), body('return f(-a, b)')],
  ['a jump to the wrong place', body('for x in a:', '    break'), body('for x in a:', '    continue')],
  [
    'the wrong exception',
    body('try:', '    return a[b]', 'except ValueError:', '    return b'),
    body('try:', '    return a[b]', 'except IndexError:', '    return b'),
  ],
  ['a loop over nothing', body('for x in []:', '    b += x'), body('for x in a:', '    b += x')],
  ['a negated condition', body('if a:', '    return b'), body('if not (a):', '    return b')],
];

describe('small changes of a Python program', () => {
  for (const [what, wrong, right] of mistakes) {
    it(`mend ${what}`, async () => {
      const changes = await changesOf(wrong);
      assert.ok(changes.includes(right), `${right} is not among ${changes.length} changes`);
    });
  }

  it('leave alone what is not under suspicion, texts and what is imported', async () => {
    const changes = await changesOf('import os\n\n\ndef f(a):\n    """Says 1 < 2."""\n    return a\n');
    assert.ok(changes.length > 0);
    for (const text of changes) assert.match(text, /^import os\n\n\ndef f\(a\):\n {4}.*Says 1 < 2\."""/);
  });

  it('are each made once', async () => {
    const changes = await changesOf(body('return a + b'));
    assert.equal(new Set(changes).size, changes.length);
  });
});
