// Where texts differ, and what stays within a change.
import assert from 'node:assert/strict';
import { hunksBetween, lineIn } from '../../../src/core/review/hunks';
import { withEdits } from '../../../src/core/review/model/refinementQuestion';
import { lineOutside } from '../../../src/core/review/refinement';
import { restoredTest } from '../../../src/core/review/restoredTest';

const lines = (...items: string[]): string => `${items.join('\n')}\n`;
const old = lines('a', 'b', 'c', 'd');

describe('hunks', () => {
  it('stand before the line that removed ones stood before', () => {
    assert.deepEqual(hunksBetween(old, lines('a', 'd')), [
      { old: { start: 1, end: 3 }, new: { start: 1, end: 1 } },
    ]);
    assert.deepEqual(hunksBetween(old, lines('a', 'b', 'x', 'c', 'd')), [
      { old: { start: 2, end: 2 }, new: { start: 2, end: 3 } },
    ]);
  });

  it('tell where a line stands in the other text, and that a new one does not', () => {
    const now = lines('x', 'a', 'c', 'y', 'd');
    const places = [0, 1, 2, 3, 4].map((line) => lineIn(old, now, line));
    assert.deepEqual(places, [undefined, 0, 2, undefined, 3]);
  });

  it('hold edits of themselves and the three lines around', () => {
    const now = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    const text = lines(...now);
    const hunks = hunksBetween(text.replace('line 10', 'before'), text);
    const edited = (at: number): string => lines(...now.with(at, 'edited'));
    assert.deepEqual(
      [6, 7, 10, 13, 14].map((at) => lineOutside(hunks, text, edited(at))),
      [6, undefined, undefined, undefined, 14],
    );
  });
});

describe('edits of lines', () => {
  it('replace, add and take away, whatever their order', () => {
    const edits = [
      { from: 4, to: 4, code: '' },
      { from: 2, to: 3, code: 'x\ny\nz' },
      { from: 1, to: 0, code: 'first\n' },
    ];
    assert.equal(withEdits(old, edits), lines('first', 'a', 'x', 'y', 'z'));
  });
});

describe('the test that a call does again what it did', () => {
  it('compares values, and expects exceptions', () => {
    assert.equal(restoredTest({ call: 'f(1)', old: "returns 'a'", new: '' }), "assert (f(1)) == ('a')");
    assert.match(
      restoredTest({ call: 'f(1)', old: 'raises KeyError: 1', new: '' }) ?? '',
      /except KeyError:/,
    );
  });

  it('is none where values cannot be written down', () => {
    for (const told of ['returns <Cart object>', 'returns [1, …', 'does not end', 'returns 1, leaving [1]']) {
      assert.equal(restoredTest({ call: 'f(1)', old: told, new: '' }), undefined, told);
    }
  });
});
