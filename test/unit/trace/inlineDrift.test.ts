import assert from 'node:assert/strict';
import { drifted, type DriftingValues, type LineEdit } from '../../../src/core/trace/inlineDrift';

/** `def outer` on lines 1 to 6 with `def inner` on 2 to 3, `def other` on 8 to 9, and code of the module on 0 and 11. */
const values: DriftingValues = {
  lines: [0, 1, 2, 3, 4, 6, 8, 9, 11].map((line) => ({
    ...{ line, endLine: line === 4 ? 5 : line, count: 1, values: [], nth: 1, kept: 0, occurrences: [] },
  })),
  notExecuted: [],
  raises: [{ line: 9, type: 'E', message: '', origin: true, uncaught: true, count: 1, locals: [] }],
  functions: [
    { startLine: 1, endLine: 6 },
    { startLine: 2, endLine: 3 },
    { startLine: 8, endLine: 9 },
  ],
};

function edit(
  [startLine, startColumn]: readonly [number, number],
  [endLine, endColumn]: readonly [number, number],
  text: string,
  isBlank = false,
): LineEdit {
  const range = {
    start: { line: startLine, column: startColumn },
    end: { line: endLine, column: endColumn },
  };
  return { range, text, isBlank };
}

function linesAfter(...edits: LineEdit[]): number[] {
  return drifted(values, edits).lines.map(({ line }) => line);
}

describe('values in a text that is edited', () => {
  it('go with the function whose text changed, and only there', () => {
    assert.deepEqual(linesAfter(edit([8, 5], [8, 5], 'x')), [0, 1, 2, 3, 4, 6, 11]);
    assert.deepEqual(drifted(values, [edit([8, 5], [8, 5], 'x')]).raises, []);
  });

  it('stay in functions within the one that changed', () => {
    assert.deepEqual(linesAfter(edit([4, 5], [4, 5], 'x')), [0, 2, 3, 8, 9, 11]);
    assert.deepEqual(linesAfter(edit([3, 5], [3, 5], 'x')), [0, 1, 4, 6, 8, 9, 11]);
  });

  it('move with lines that come and go above them', () => {
    const added = edit([4, 9], [4, 9], '\n    y = 1\n    z = 2');
    assert.deepEqual(linesAfter(added), [0, 2, 3, 10, 11, 13]);
    assert.deepEqual(linesAfter(added, edit([5, 0], [7, 0], '')), [0, 2, 3, 8, 9, 11]);
    assert.equal(drifted(values, [added]).raises[0]?.line, 11);
  });

  it('of a statement of several lines move together', () => {
    const { lines } = drifted(values, [edit([0, 0], [0, 0], '\n', true)]);
    assert.deepEqual(lines.map(({ line, endLine }) => `${line}-${endLine}`).slice(4, 6), ['5-6', '7-7']);
  });

  it('stay where only blank lines were added', () => {
    assert.deepEqual(linesAfter(edit([9, 0], [9, 0], '\n\n', true)), [0, 1, 2, 3, 4, 6, 8, 11, 13]);
  });

  it('of the module go when its own text changes', () => {
    assert.deepEqual(linesAfter(edit([7, 0], [7, 0], 'x = 1\n')), [1, 2, 3, 4, 6, 9, 10]);
  });

  it('go with functions that are deleted', () => {
    const after = drifted(values, [edit([1, 0], [7, 0], '')]);
    assert.deepEqual(
      after.lines.map(({ line }) => line),
      [2, 3],
    );
  });
});
