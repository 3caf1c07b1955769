import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineIndex } from '../../../src/core/text/lineIndex';
import { arbitraryText } from './arbitraries';

describe('LineIndex', () => {
  it('ends lines with LF, CRLF and a lone CR', () => {
    const lines = new LineIndex('a\nbc\r\n\rd');
    assert.equal(lines.lineCount, 4);
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => lines.lineText(line)),
      ['a', 'bc', '', 'd'],
    );
  });

  it('has one line in an empty text, and an empty one after a last terminator', () => {
    assert.equal(new LineIndex('').lineCount, 1);
    assert.equal(new LineIndex('a\n').lineCount, 2);
    assert.deepEqual(new LineIndex('a\n').positionAt(2), { line: 1, column: 0 });
  });

  it('counts UTF-16 code units', () => {
    const lines = new LineIndex('𝒳y\n😀');
    assert.deepEqual(lines.positionAt(2), { line: 0, column: 2 });
    assert.equal(lines.offsetAt({ line: 1, column: 2 }), 6);
  });

  it('takes what lies outside as the nearest end', () => {
    const lines = new LineIndex('ab\ncd');
    assert.equal(lines.offsetAt({ line: 0, column: 99 }), 2);
    assert.equal(lines.offsetAt({ line: 99, column: 0 }), 5);
    assert.equal(lines.offsetAt({ line: -1, column: 3 }), 0);
    assert.deepEqual(lines.positionAt(99), { line: 1, column: 2 });
    assert.deepEqual(lines.positionAt(-1), { line: 0, column: 0 });
    assert.equal(lines.lineText(7), '');
  });

  it('takes an offset within CRLF as standing before it', () => {
    assert.deepEqual(new LineIndex('a\r\nb').positionAt(2), { line: 0, column: 1 });
  });

  it('leads from an offset to its position and back', () => {
    fc.assert(
      fc.property(arbitraryText, fc.nat(), (text, seed) => {
        const offset = seed % (text.length + 1);
        const isInPair = text[offset - 1] === '\r' && text[offset] === '\n';
        const lines = new LineIndex(text);
        assert.equal(lines.offsetAt(lines.positionAt(offset)), isInPair ? offset - 1 : offset);
      }),
    );
  });

  it('cuts a text into its lines', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const lines = new LineIndex(text);
        const cut = Array.from({ length: lines.lineCount }, (_, line) => lines.lineText(line));
        assert.deepEqual(cut, text.split(/\r\n|\r|\n/));
      }),
    );
  });
});
