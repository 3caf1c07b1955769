import assert from 'node:assert/strict';
import { diffArrays } from 'diff';
import fc from 'fast-check';
import { hunksOf, withHunks } from '../../../src/core/debugging/hunks';

describe('the parts of a change', () => {
  const parts = (before: string, after: string) => hunksOf(diffArrays(before.split('\n'), after.split('\n')));

  it('are stretches of lines that touch', () => {
    const hunks = parts('a\nb\nc\nd\ne', 'a\nB\nc\nd\nx\ny');
    assert.deepEqual(hunks, [
      { from: 1, removed: 1, added: ['B'] },
      { from: 4, removed: 1, added: ['x', 'y'] },
    ]);
    assert.equal(withHunks('a\nb\nc\nd\ne', hunks.slice(1)), 'a\nb\nc\nd\nx\ny');
  });

  it('make the text after the change when all are taken, and leave the text when none is', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        assert.equal(withHunks(before, parts(before, after)), after);
        assert.equal(withHunks(before, []), before);
      }),
    );
  });
});
