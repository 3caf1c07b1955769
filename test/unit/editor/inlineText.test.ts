import assert from 'node:assert/strict';
import type { InlineRaise } from '../../../src/core/trace/inlineValues';
import { callProblem, planRun, prefilled } from '../../../src/editor/tracing/callText';
import { clip, oneLine } from '../../../src/core/text/oneLine';
import { lineText, raiseText, type RaiseWords } from '../../../src/editor/tracing/inlineText';
import type { FunctionInText } from '../../../src/protocol/engine';

const gap = '\u00a0\u00a0';
const value = (name: string, text: string) => ({ name, text, type: 'int' });

describe('the text at the end of a line', () => {
  it('says what changed and how often the line ran', () => {
    const line = { values: [value('total', '5')], nth: 12, count: 12 };
    assert.equal(lineText(line, 'total += x', 60), `total = 5${gap}×12`);
  });

  it('says which time it shows where the last was not kept', () => {
    const line = { values: [value('total', '5')], nth: 6, count: 12 };
    assert.equal(lineText(line, 'total += x', 60), `total = 5${gap}#6/12`);
  });

  it('says nothing where there is nothing to say', () => {
    assert.equal(lineText({ values: [], nth: 0, count: 1 }, 'pass', 60), undefined);
    assert.equal(lineText({ values: [], nth: 0, count: 3 }, 'pass', 60), '×3');
  });

  it('does not repeat what the line states', () => {
    const line = { values: [value('x', "'a b'")], nth: 1, count: 1 };
    assert.equal(lineText(line, '    x="a b"  # why', 60), undefined);
    assert.equal(lineText(line, 'x = y', 60), "x = 'a b'");
  });

  it('leaves out what the line does not name', () => {
    const line = { values: [value('x', '1'), value('other', '2')], nth: 1, count: 1 };
    assert.equal(lineText(line, 'x = f()', 60), 'x = 1');
  });

  it('clips the longest value first', () => {
    const line = { values: [value('rows', `[${'1, '.repeat(50)}]`), value('n', '50')], nth: 1, count: 1 };
    const text = lineText(line, 'rows, n = f()', 40) ?? '';
    assert.ok(text.length <= 40, text);
    assert.ok(text.endsWith('…, n = 50'), text);
  });

  it('shows what is returned', () => {
    assert.equal(lineText({ values: [], returned: value('', '7'), nth: 1, count: 1 }, 'return x', 60), '→ 7');
  });
});

describe('text of programs', () => {
  it('neither breaks the line nor turns its direction', () => {
    assert.equal(oneLine('a\n  b\u2028c\u0007\u202ed'), 'a b c\ufffd\ufffdd');
  });

  it('is clipped with a sign of it', () => {
    assert.equal(clip('abcdef', 4), 'abc…');
    assert.equal(clip('abcd', 4), 'abcd');
  });
});

describe('the text of an exception', () => {
  const words: RaiseWords = {
    raised: (what) => `raised ${what}`,
    caught: (what) => `raised ${what}, caught`,
    passesThrough: (type) => `${type} passes through`,
  };
  const raise: InlineRaise = {
    line: 1,
    type: 'KeyError',
    message: "'x'",
    origin: true,
    uncaught: true,
    count: 1,
    locals: [],
  };

  it('says whether it was raised here, caught, or came from a call', () => {
    assert.equal(raiseText(raise, words, 60), "raised KeyError: 'x'");
    assert.equal(raiseText({ ...raise, origin: false }, words, 60), 'KeyError passes through');
    assert.equal(
      raiseText({ ...raise, uncaught: false, count: 3 }, words, 60),
      `raised KeyError: 'x', caught${gap}×3`,
    );
    assert.equal(raiseText({ ...raise, message: '' }, words, 60), 'raised KeyError');
  });
});

describe('a call that was typed', () => {
  const cases: [call: string, problem: ReturnType<typeof callProblem>][] = [
    ['f(1)', undefined],
    ['  ', 'empty'],
    ['f(…)', 'placeholder'],
    ['f(1', 'brackets'],
    ['f([1)]', 'brackets'],
    ['f("a)', 'not an expression'],
    ['f("…")', undefined],
  ];
  for (const [call, problem] of cases) {
    it(`${call} ${problem === undefined ? 'will do' : `is refused: ${problem}`}`, () => {
      assert.equal(callProblem(call, 'python'), problem);
    });
  }

  it('in JavaScript is left to Node, but for what is still to be given', () => {
    assert.equal(callProblem('f(`a`, /[/, (x) => x)', 'javascript'), undefined);
    assert.equal(callProblem('f(…)', 'typescript'), 'placeholder');
    assert.equal(callProblem(' ', 'javascript'), 'empty');
  });
});

describe('how a function is run', () => {
  const position = { line: 0, column: 0 };
  const range = { start: position, end: position };
  const target: FunctionInText = {
    language: 'python',
    path: 'f',
    name: 'f',
    kind: 'function',
    isTest: false,
    isReachable: true,
    range,
    nameRange: range,
    blocks: [],
    parameters: ['a'],
    calls: [{ text: 'f(1)', source: 'test', within: 'test_f' }],
    wrapping: 'none',
  };

  it('as last time, else as a test does, else it is asked for', () => {
    assert.deepEqual(planRun(target, 'f(2)'), { kind: 'call', call: 'f(2)', source: 'memory', within: '' });
    assert.deepEqual(planRun(target, undefined), {
      kind: 'call',
      call: 'f(1)',
      source: 'test',
      within: 'test_f',
    });
    assert.deepEqual(planRun({ ...target, calls: [] }, undefined), { kind: 'ask', prefill: 'f(…)' });
  });

  it('of a method needs an object, too', () => {
    const method: FunctionInText = {
      ...target,
      path: 'A.B.m',
      name: 'm',
      kind: 'method',
      calls: [],
      parameters: [],
    };
    assert.deepEqual(planRun(method, undefined), { kind: 'method', prefill: 'A.B(…).m()' });
    assert.equal(prefilled({ ...target, parameters: [] }), 'f()');
  });
});
