// Recorded texts taken apart, and expressions over them.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluate, holds, NotEvaluated } from '../../../src/core/trace/values/expression';
import { partsOf } from '../../../src/core/trace/values/structure';

const told = (text: string): string[] => partsOf(text).map(({ name, text: part }) => `${name}: ${part}`);

describe('the text of a recorded value', () => {
  it('is taken apart into items, entries and attributes', () => {
    assert.deepEqual(told('[1, [2, 3], (4,)]'), ['0: 1', '1: [2, 3]', '2: (4,)']);
    assert.deepEqual(told(`{'a, b': [1], 2: {'c': None}}`), [`'a, b': [1]`, `2: {'c': None}`]);
    assert.deepEqual(told('{1, 2}'), ['0: 1', '1: 2']);
    assert.deepEqual(told(`Entry(date='a)', cents=-3, on=<function f>)`), [
      `date: 'a)'`,
      'cents: -3',
      'on: <function f>',
    ]);
    assert.deepEqual(told(`OrderedDict({'a': 1})`), [`'a': 1`]);
    assert.deepEqual(told(`defaultdict(<class 'list'>, {'x': [1]})`), [`'x': [1]`]);
  });

  it('is taken apart in JavaScript, too', () => {
    assert.deepEqual(told('{a: 1, "b c": [x]}'), ['a: 1', '"b c": [x]']);
    assert.deepEqual(told('Map(2) {"a" => 1, {k: 2} => 3}'), ['"a": 1', '{k: 2}: 3']);
    assert.deepEqual(told('Point {x: 1, y: 2}'), ['x: 1', 'y: 2']);
  });

  it('has the parts that were kept where it was cut', () => {
    assert.deepEqual(told('[1, 22, 3…'), ['0: 1', '1: 22', '2: 3…']);
    assert.deepEqual(told('12'), []);
    assert.deepEqual(told(`'[1, 2]'`), []);
    assert.deepEqual(told('<function f>'), []);
    assert.deepEqual(told('set()'), []);
  });

  it('never makes reading fail, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (text) => partsOf(text).length >= 0));
  });
});

describe('an expression over recorded values', () => {
  const values: Record<string, string> = {
    n: '3',
    name: `'Ann'`,
    items: '[1, 5, 9]',
    row: `Row(cents=-30, tags={'a': 'x'})`,
    empty: '[]',
    none: 'None',
    flag: 'True',
    long: '[1, 2, 3…',
    obj: '{size: 2, "my key": 7}',
  };
  const value = (expression: string): string => evaluate(expression, (name) => values[name]).text;

  it('compares and calculates as Python and JavaScript do', () => {
    const cases: [string, string][] = [
      ['n', '3'],
      ['n + 1 == 4 and not flag', 'False'],
      ['n > 2 && name === "Ann"', 'True'],
      ['-7 // 2', '-4'],
      ['7 % 4 + 2 * 3', '9'],
      ['items[1]', '5'],
      ['items[-1]', '9'],
      ['len(items)', '3'],
      ['items.length >= 3', 'True'],
      ['row.cents < 0', 'True'],
      [`row.tags['a']`, `'x'`],
      ['5 in items', 'True'],
      ['5 not in items', 'False'],
      [`'nn' in name`, 'True'],
      ['none is None', 'True'],
      ['none is not None', 'False'],
      ['!empty', 'True'],
      ['empty or n', '3'],
      ['obj.size == 2', 'True'],
      ['obj["my key"]', '7'],
      ['(n + 1) * 2', '8'],
    ];
    for (const [expression, expected] of cases) assert.equal(value(expression), expected, expression);
  });

  it('says what it cannot tell, and calls nothing', () => {
    for (const expression of [
      'unknown',
      'items()',
      'n.__class__',
      'n +',
      'a = 1',
      'name - 1',
      'len(long)',
      'n; n',
    ]) {
      assert.throws(() => value(expression), NotEvaluated, expression);
    }
  });

  it('never takes a text that was cut for the whole', () => {
    assert.throws(() => holds('long == [1]', (name) => values[name]), NotEvaluated);
  });

  it('fails in no other way, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(fc.constantFrom('n', '(', ')', '[', '.', '==', 'not', '1', 'in'), { maxLength: 9 })
            .map((parts) => parts.join(' ')),
        ),
        (expression) => {
          try {
            value(expression);
          } catch (error) {
            assert.ok(error instanceof NotEvaluated, String(error));
          }
        },
      ),
    );
  });
});
