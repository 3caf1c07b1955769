import assert from 'node:assert/strict';
import { javascriptMutationProfile } from '../../../src/core/debugging/mutations/javascript/javascriptProfile';
import { mutated } from '../../../src/core/debugging/mutations/mutation';
import { mutationsAt } from '../../../src/core/debugging/mutations/mutations';
import type { LanguageId } from '../../../src/core/syntax/model';
import { testSyntax } from '../../support/syntax';

/** All texts that one change of a function makes. */
async function changesOf(source: string, language: LanguageId = 'javascript'): Promise<string[]> {
  const document = await (await testSyntax()).parse(language, source);
  try {
    const model = document.model('block');
    const blocks = new Set(model.blocks.map(({ index }) => index));
    const root = document.syntaxTree.rootNode;
    return mutationsAt({ root, source, model }, blocks, javascriptMutationProfile).map((mutation) =>
      mutated(source, mutation),
    );
  } finally {
    document.dispose();
  }
}

const body = (...lines: string[]): string =>
  ['function f(a, b) {', ...lines.map((line) => `  ${line}`), '}', ''].join('\n');

const mistakes: readonly (readonly [what: string, wrong: string, right: string])[] = [
  ['a boundary', body('while (a < b) a++;'), body('while (a <= b) a++;')],
  [
    'a loop that starts late',
    body('for (let i = 1; i < a; i++) b();'),
    body('for (let i = 0; i < a; i++) b();'),
  ],
  ['an equality', body('if (a === b) return 1;'), body('if (a !== b) return 1;')],
  ['an operator', body('a ^= b;', 'return a;'), body('a &= b;', 'return a;')],
  ['and instead of or', body('return a && b;'), body('return a || b;')],
  ['a default for what is false', body('return a || b;'), body('return a ?? b;')],
  ['a negation', body('if (!a) return b;'), body('if (a) return b;')],
  ['a negated condition', body('if (a) return b;'), body('if (!(a)) return b;')],
  ['a missing guard', body('if (a.next) return b;'), body('if (a == null || a.next) return b;')],
  ['an index off by one', body('return a[b];'), body('return a[b - 1];')],
  ['another variable', body('const c = a;', 'return b;'), body('const c = a;', 'return c;')],
  ['another property', body('b(a.start);', 'return a.end;'), body('b(a.start);', 'return a.start;')],
  ['arguments in the wrong order', body('return f(a, b);'), body('return f(b, a);')],
  ['some instead of every', body('return a.some(b);'), body('return a.every(b);')],
  ['a missing bound', body('b(a.last);', 'return b;'), body('b(a.last);', 'return Math.max(b, a.last);')],
  ['a part of the whole', body('return f(a);'), body('return f(a.slice(1));')],
  [
    'a missing update',
    body('const c = a;', 'return c;'),
    body('const c = a;', 'a = b;', '  return c;').replace('    return', '  return'),
  ],
  [
    'a return inside of the loop',
    body('for (const x of a) {', '  b += x;', '  return b;', '}'),
    body('for (const x of a) {', '  b += x;', '}', 'return b;'),
  ],
  ['a statement too many', body('b = 0;', 'return b;'), body(';', 'return b;')],
  ['statements in the wrong order', body('a.push(b);', 'b = 1;'), body('b = 1;', 'a.push(b);')],
  ['a step back', body('a++;', 'return a;'), body('a--;', 'return a;')],
  ['an arrow function off by one', 'const g = (n) => n * 2;\n', 'const g = (n) => (n * 2) + 1;\n'],
  ['the wrong error', body('throw new Error(a);'), body('throw new RangeError(a);')],
];

describe('changes of JavaScript', () => {
  for (const [what, wrong, right] of mistakes) {
    it(`mend ${what}`, async () => {
      const changes = await changesOf(wrong);
      assert.ok(changes.includes(right), changes.join('\n---\n'));
    });
  }

  it('leave types alone', async () => {
    const source = 'function f(a: number, b: string[]): number {\n  return a;\n}\n';
    for (const change of await changesOf(source, 'typescript')) {
      assert.ok(change.startsWith('function f(a: number, b: string[]): number {'), change);
    }
  });

  it('do not write strings of the program', async () => {
    const changes = await changesOf(body("return a + 'x';"));
    assert.ok(!changes.some((change) => change.includes("'y'")));
  });
});
