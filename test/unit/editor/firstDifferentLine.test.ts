import assert from 'node:assert/strict';
import { firstDifferentLine } from '../../../src/editor/panel/firstDifferentLine';

describe('where two texts first differ', () => {
  it('is the first line that is not the same', () => {
    assert.equal(firstDifferentLine('a\nb\nc', 'a\nB\nC'), 1);
  });

  it('is the end of the one that stops earlier', () => {
    assert.equal(firstDifferentLine('a\nb', 'a\nb\nc'), 2);
    assert.equal(firstDifferentLine('a\nb\nc', 'a\nb'), 2);
  });

  it('is nowhere in the same text', () => {
    assert.equal(firstDifferentLine('a\nb', 'a\nb'), undefined);
  });
});
