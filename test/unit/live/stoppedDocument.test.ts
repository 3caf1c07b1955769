import assert from 'node:assert/strict';
import { stoppedDocument } from '../../../src/core/live/stoppedDocument';
import type { LanguageId } from '../../../src/core/syntax/model';
import { testSyntax } from '../../support/syntax';

/** The names with a value to show, by line: `line: names`, lines from 1. */
async function namesAt(language: LanguageId, text: string, line: number): Promise<string[]> {
  const document = await (await testSyntax()).parse(language, text);
  const { names } = stoppedDocument(document, line - 1, 1000);
  document.dispose();
  const lines = new Map<number, string[]>();
  for (const { name, range } of names) {
    const number = range.start.line + 1;
    lines.set(number, [...(lines.get(number) ?? []), name]);
  }
  return [...lines].map(([number, list]) => `${number}: ${list.join(' ')}`);
}

describe('the variables of a stopped program', () => {
  it('are those of the function, without those of functions and comprehensions inside of it', async () => {
    const text = [
      'def outer(items):',
      '    def inner(a):',
      '        return a + len(items)',
      '    doubled = [2 * item for item in items]',
      '    named = lambda b: b + 1',
      '    return doubled',
    ].join('\n');
    assert.deepEqual(await namesAt('python', text, 6), [
      '1: items',
      '4: doubled items',
      '5: named',
      '6: doubled',
    ]);
    assert.deepEqual(await namesAt('python', text, 3), ['2: a', '3: a']);
  });

  it('are those of the module where the module has stopped, without what it imports and defines', async () => {
    const text =
      'import os\nfrom sys import (\n  path,\n)\n\ndef f():\n    pass\n\nx = 1\ny = x + len(path)\nprint(y)\n';
    assert.deepEqual(await namesAt('python', text, 11), ['9: x', '10: y x', '11: y']);
  });

  it('stand at lines that ran, not on other branches, and not where the line itself only writes', async () => {
    const text = [
      'def f(a):',
      '    if a > 1:',
      '        b = a',
      '    elif a > 0:',
      '        b = 2',
      '    else:',
      '        b = 3',
      '    c = b',
      '    return c',
    ].join('\n');
    assert.deepEqual(await namesAt('python', text, 5), ['1: a', '2: a', '4: a']);
    assert.deepEqual(await namesAt('python', text, 8), [
      '1: a',
      '2: a',
      '3: b a',
      '4: a',
      '5: b',
      '7: b',
      '8: b',
    ]);
  });

  it('hold of a loop around only this round, of a loop that is over all', async () => {
    const text = [
      'def f(list):',
      '    for a in list:',
      '        b = a',
      '    while b:',
      '        if b > 2:',
      '            b -= 2',
      '        else:',
      '            b -= 1',
      '    return b',
    ].join('\n');
    assert.deepEqual(await namesAt('python', text, 8), [
      '1: list',
      '2: a list',
      '3: b a',
      '4: b',
      '5: b',
      '8: b',
    ]);
    assert.deepEqual(await namesAt('python', text, 9), [
      '1: list',
      '2: a list',
      '3: b a',
      '4: b',
      '5: b',
      '6: b',
      '8: b',
      '9: b',
    ]);
  });

  it('are told of an except block, with what was tried', async () => {
    const text =
      'def f(a):\n    try:\n        b = g(a)\n    except ValueError as e:\n        return e\n    return b\n';
    assert.deepEqual(await namesAt('python', text, 5), ['1: a', '3: b a', '4: e', '5: e']);
  });

  it('are not mixed up with others of the same name in JavaScript and TypeScript', async () => {
    const text = [
      'function f(x: number, list: number[]) {',
      '  const y = x;',
      '  for (const x of list) {',
      '    const z = x + y;',
      '    use(z);',
      '  }',
      '  { let y = 3; use(y); }',
      '  return y;',
      '}',
    ].join('\n');
    assert.deepEqual(await namesAt('typescript', text, 5), [
      '1: list',
      '2: y',
      '3: x list',
      '4: z x y',
      '5: z',
    ]);
    assert.deepEqual(await namesAt('typescript', text, 8), [
      '1: x list',
      '2: y x',
      '3: list',
      '4: y',
      '8: y',
    ]);
  });
});
