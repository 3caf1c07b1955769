import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, minimalEdit } from '../../../src/core/text/edit';
import { LineIndex } from '../../../src/core/text/lineIndex';
import { arbitraryText } from './arbitraries';

const at = (line: number, column: number) => ({ line, column });

describe('applyEdits', () => {
  it('applies each edit to what the one before it left', () => {
    const edits = [
      { range: { start: at(1, 0), end: at(1, 2) }, text: 'x' },
      { range: { start: at(0, 0), end: at(0, 0) }, text: 'new\n' },
      { range: { start: at(2, 1), end: at(2, 1) }, text: '!' },
    ];
    assert.equal(applyEdits('ab\ncd\nef', edits), 'new\nab\nx!\nef');
  });
});

describe('minimalEdit', () => {
  const editOf = (before: string, after: string) => minimalEdit(new LineIndex(before), after);

  it('is nothing for equal texts', () => {
    assert.equal(editOf('same', 'same'), undefined);
  });

  it('spares what both texts start and end with', () => {
    assert.deepEqual(editOf('one two three', 'one 2 three'), {
      range: { start: at(0, 4), end: at(0, 7) },
      text: '2',
    });
    assert.deepEqual(editOf('aaa', 'aaaa'), { range: { start: at(0, 3), end: at(0, 3) }, text: 'a' });
  });

  it('keeps pairs of code units together', () => {
    assert.deepEqual(editOf('😀', '😁'), { range: { start: at(0, 0), end: at(0, 2) }, text: '😁' });
    assert.deepEqual(editOf('a\r\nb', 'a\nb'), { range: { start: at(0, 1), end: at(1, 0) }, text: '\n' });
  });

  it('leads from any text to any other', () => {
    fc.assert(
      fc.property(arbitraryText, arbitraryText, (before, after) => {
        const edit = editOf(before, after);
        assert.equal(edit === undefined ? before : applyEdits(before, [edit]), after);
      }),
    );
  });
});
