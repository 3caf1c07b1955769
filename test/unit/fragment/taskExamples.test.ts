import assert from 'node:assert/strict';
import { taskExamples } from '../../../src/core/fragment/taskExamples';

describe('examples in a task text', () => {
  const of = (text: string): string[] =>
    taskExamples(text).map(
      ({ call, expected, raises }) => `${call} = ${expected ?? `! ${raises ?? 'true'}`}`,
    );

  it('are found as equations, asserts, arrows and sentences', () => {
    const text = [
      'Write a function that adds.',
      'add(1, 2) == 3',
      'assert add("a", "b") == "ab"',
      '- `add([1], [2])` -> [1, 2]',
      'Example: add(0, 0) returns 0.',
      'add(2, 2) # 4',
    ];
    assert.deepEqual(of(text.join('\n')), [
      'add(1, 2) = 3',
      'add("a", "b") = "ab"',
      'add([1], [2]) = [1, 2]',
      'add(0, 0) = 0',
      'add(2, 2) = 4',
    ]);
  });

  it('are found in docstrings, with what they print and what they raise', () => {
    const text = [
      '    >>> half(3)',
      '    1.5',
      '    >>> half("a")',
      '    Traceback (most recent call last):',
      '      ...',
      '    TypeError: no number',
    ];
    assert.deepEqual(of(text.join('\n')), ['half(3) = 1.5', 'half("a") = ! TypeError']);
    assert.deepEqual(of('half(None) raises TypeError'), ['half(None) = ! TypeError']);
  });

  it('are no prose, and stand there once', () => {
    assert.deepEqual(of('Call add(1, 2) to see.\nadd(a, b) is the sum\nadd(1, 2) == 3\nadd(1, 2) == 3'), [
      'add(1, 2) = 3',
    ]);
  });
});
