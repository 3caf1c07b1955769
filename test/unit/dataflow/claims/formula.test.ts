// The language in which a model says what a condition means: what it has, and what it does not.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { operatorNames, readFormula, termOf } from '../../../../src/core/dataflow/claims/formula';
import { decide } from '../../../../src/core/dataflow/feasibility/decide';
import type { Sort } from '../../../../src/core/dataflow/ir/ir';
import { Terms } from '../../../../src/core/dataflow/symbolic/terms';

const values = new Map<string, Sort>([
  ['v1', 'int'],
  ['v2', 'any'],
  ['v3', 'string'],
]);

/** Whether a formula can hold where `v1` is 0. */
function holdsAtZero(text: string): string {
  const read = readFormula(text, values);
  assert.ok(read.ok, read.ok ? '' : read.problem);
  const terms = new Terms();
  const v1 = terms.symbol('v1', 'int');
  const known = new Map([
    ['v1', v1],
    ['v2', terms.symbol('v2')],
    ['v3', terms.symbol('v3', 'string')],
  ]);
  const isZero = terms.make('==', 'bool', { args: [v1, terms.constant(0)] });
  return decide(terms, [isZero, terms.strip(termOf(terms, read.formula, known))]).result;
}

describe('formulas of a model', () => {
  it('mean what SMT-LIB says', () => {
    assert.equal(holdsAtZero('(> v1 0)'), 'unsat');
    assert.equal(holdsAtZero('(>= v1 0)'), 'sat');
    assert.equal(holdsAtZero('(not (= v1 0))'), 'unsat');
    assert.equal(holdsAtZero('(distinct v1 (- 1 1))'), 'unsat');
    assert.equal(holdsAtZero('(=> (< v1 3) (> v1 -1))'), 'sat');
    assert.equal(holdsAtZero('(and (> (+ v1 2) 1) (or (< v1 0) (= (* 2 v1) 0)))'), 'sat');
    assert.equal(holdsAtZero('(= (str.len "abc") (- v1 -3))'), 'sat');
    assert.equal(holdsAtZero('(str.prefixof "a" "b")'), 'unsat');
    assert.equal(holdsAtZero('(str.contains "say ""hi""" """")'), 'sat');
    assert.equal(holdsAtZero('true'), 'sat');
  });

  it('are refused where the language does not have them', () => {
    const wrong: Readonly<Record<string, RegExp>> = {
      '(system "rm")': /there is no operator system/,
      '(constructor v1 v1)': /there is no operator constructor/,
      '(> v9 0)': /there is no value v9/,
      '(> v1 "a")': /"a" is no number/,
      '(= v1 v3)': /v3 is a text, and used as a number/,
      '(and (> v2 0) (str.contains v2 "a"))': /v2 is a number, and used as a text/,
      '(> v1 0': /it ends too early/,
      '(and)': /and does not take 0/,
      '(> v1 0) (> v1 1)': /something follows its end/,
      '(+ v1 1)': /\+ gives a number, not a truth/,
      '(= v3 "x': /a text has no end/,
      '': /it ends too early/,
      [`${'(not '.repeat(40)}true${')'.repeat(40)}`]: /nested deeper/,
      [`(= v3 "${'x'.repeat(700)}")`]: /longer than 600/,
    };
    for (const [text, problem] of Object.entries(wrong)) {
      const read = readFormula(text, values);
      assert.ok(!read.ok, text);
      assert.match(read.problem, problem);
    }
  });

  it('never break what reads them', () => {
    const words = fc.constantFrom(
      '(',
      ')',
      'v1',
      'v2',
      'v3',
      '0',
      '1.5',
      '"a"',
      'true',
      'null',
      ...operatorNames,
    );
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(words, { maxLength: 25 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readFormula(text, values);
        if (!read.ok) return;
        const terms = new Terms();
        termOf(terms, read.formula, new Map([['v1', terms.symbol('v1', 'int')]]));
      }),
      { numRuns: 3000 },
    );
  });
});
