import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reanchor } from '../../../src/core/text/drift';
import { applyEdits, type TextEdit } from '../../../src/core/text/edit';
import { LineIndex } from '../../../src/core/text/lineIndex';
import type { Range } from '../../../src/core/text/position';
import { arbitraryEdit } from './arbitraries';

describe('reanchor', () => {
  const text = 'first\nsecond word\nthird';
  const second = new LineIndex(text).rangeAt(6, 12);

  /** The text of `second` after the edits, undefined when it was touched. */
  const follow = (...edits: TextEdit[]) => {
    const moved = reanchor(second, edits);
    return moved && textIn(applyEdits(text, edits), moved);
  };
  const edit = (
    startLine: number,
    startColumn: number,
    endLine: number,
    endColumn: number,
    inserted: string,
  ) => ({
    range: { start: { line: startLine, column: startColumn }, end: { line: endLine, column: endColumn } },
    text: inserted,
  });

  it('follows its text down and up', () => {
    assert.equal(follow(edit(0, 0, 0, 0, 'new\r\nlines\n')), 'second');
    assert.equal(follow(edit(0, 0, 1, 0, '')), 'second');
  });

  it('follows its text along the line', () => {
    assert.equal(follow(edit(0, 2, 1, 0, '')), 'second');
    assert.equal(follow(edit(1, 0, 1, 0, 'the ')), 'second');
  });

  it('is not moved by what comes after', () => {
    assert.deepEqual(reanchor(second, [edit(1, 6, 2, 3, '')]), second);
  });

  it('gives up when its text is touched, and stays given up', () => {
    const touched = edit(1, 2, 1, 3, '');
    assert.equal(follow(touched), undefined);
    assert.equal(follow(edit(0, 0, 2, 2, '')), undefined);
    assert.equal(follow(touched, edit(1, 2, 1, 2, 'c')), undefined);
  });

  it('survives an edit that does nothing', () => {
    assert.equal(follow(edit(1, 3, 1, 3, '')), 'second');
  });

  it('holds the same text wherever it goes', () => {
    fc.assert(
      fc.property(arbitraryEdit, fc.nat(), fc.nat(), ({ text: before, edit: change }, one, other) => {
        const [start = 0, end = 0] = [one, other]
          .map((seed) => seed % (before.length + 1))
          .sort((a, b) => a - b);
        const range = new LineIndex(before).rangeAt(start, end);
        const after = applyEdits(before, [change]);
        fc.pre(!joinsCrAndLf(before, change));

        const moved = reanchor(range, [change]);
        if (moved !== undefined) assert.equal(textIn(after, moved), textIn(before, range));
      }),
    );
  });
});

function textIn(text: string, range: Range): string {
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

/** Two terminators become one, which takes a line away that neither text shows as touched. */
function joinsCrAndLf(text: string, { range, text: inserted }: TextEdit): boolean {
  const lines = new LineIndex(text);
  const before = text.slice(0, lines.offsetAt(range.start));
  const after = text.slice(lines.offsetAt(range.end));
  const joins = (left: string, right: string) => left.endsWith('\r') && right.startsWith('\n');
  return joins(before, inserted + after) || joins(before + inserted, after);
}
