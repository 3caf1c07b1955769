// What an editor would write at the ends of lines, of programs that really ran.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { framesOfInterest } from '../../../src/core/trace/framesOfInterest';
import { inlineValues, type InlineLine, type InlineValues } from '../../../src/core/trace/inlineValues';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { trace } from '../../../src/host/trace/tracing';

const assets = path.resolve('dist');
const syntax = new SyntaxService(assets);

describe('inline values', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-inline-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function valuesOf(source: string, call?: string, entry?: string): Promise<InlineValues> {
    const file = path.join(folder, `m${Math.random().toString(36).slice(2)}.py`);
    writeFileSync(file, source);
    const recording = await trace(
      {
        file,
        ...(call !== undefined && { call }),
        arguments: [],
        cwd: folder,
        environment: process.env,
        granularity: 'line',
        steps: 'sampled',
        limitMs: 10_000,
        valueBudget: 100,
        stdin: 'ignore',
      },
      { assets, syntax },
    );
    const files = inlineValues(recording, { frames: framesOfInterest(recording, entry), maxOccurrences: 6 });
    return files.get(file) ?? { lines: [], notExecuted: [], raises: [] };
  }

  it('shows what a line changed, the arguments at the head and the result', async () => {
    const values = await valuesOf(
      'def f(a, b=2):\n    """Doc."""\n    c = a + b\n    return c * 2\n',
      'f(1)',
    );
    assert.deepEqual(told(values), ['1: a = 1, b = 2', '3: c = 3', '4: → 6']);
    assert.deepEqual(values.notExecuted, []);
  });

  it('leaves out what importing the module did, unless nothing else ran', async () => {
    const source = 'limit = 3\n\ndef f():\n    return limit\n';
    assert.deepEqual(told(await valuesOf(source, 'f()')), ['3:', '4: → 3']);
    assert.deepEqual(told(await valuesOf(source)), ['1: limit = 3', '3:']);
  });

  it('counts iterations, not tests of the loop', async () => {
    const source =
      'def f(n):\n    t = 0\n    for i in range(n):\n        t += i\n    while n > 0:\n        n -= 1\n    return t\n';
    const values = await valuesOf(source, 'f(4)');
    assert.deepEqual(told(values), [
      '1: n = 4',
      '2: t = 0',
      '3: i = 3 ×4',
      '4: t = 6 ×4',
      '5: ×4',
      '6: n = 0 ×4',
      '7: → 6',
    ]);
    const loop = lineAt(values, 3);
    assert.deepEqual(
      loop.occurrences.map(({ nth, values: [value] }) => `${nth}: ${value?.text ?? ''}`),
      ['1: 0', '2: 1', '3: 2', '4: 3'],
    );
  });

  it('tells a loop that was never entered from one that ran once', async () => {
    const values = await valuesOf('def f(n):\n    for i in range(n):\n        pass\n', 'f(0)');
    assert.equal(lineAt(values, 2).count, 0);
    assert.deepEqual(values.notExecuted, [2]);
  });

  it('shows the last of many times and lists some, with their numbers', async () => {
    const values = await valuesOf(
      'def f():\n    t = 0\n    for i in range(1000):\n        t += i\n    return t\n',
      'f()',
    );
    const body = lineAt(values, 4);
    assert.equal(body.count, 1000);
    assert.equal(body.nth, 1000);
    assert.deepEqual(body.values[0]?.text, '499500');
    assert.ok(body.occurrences.length <= 6);
    assert.equal(body.occurrences[0]?.nth, 1);
  });

  it('marks the line that raised and those that it passed through', async () => {
    const source = 'def g(x):\n    y = x\n    return 1 // y\n\ndef f():\n    return g(0)\n';
    const { raises } = await valuesOf(source, 'f()');
    assert.deepEqual(
      raises.map(({ line, type, origin, uncaught }) => ({ line: line + 1, type, origin, uncaught })),
      [
        { line: 3, type: 'ZeroDivisionError', origin: true, uncaught: true },
        { line: 6, type: 'ZeroDivisionError', origin: false, uncaught: true },
      ],
    );
    assert.deepEqual(
      raises[0]?.locals.map(({ name, text }) => `${name}=${text}`),
      ['x=0', 'y=0'],
    );
  });

  it('takes an exception from code that is not recorded as raised where that was called', async () => {
    const { raises } = await valuesOf('import json\n\ndef f(t):\n    return json.loads(t)\n', "f('{')");
    assert.deepEqual(
      raises.map(({ line, origin, uncaught }) => [line, origin, uncaught]),
      [[3, true, true]],
    );
  });

  it('tells a caught exception from the one that ended the run', async () => {
    const source =
      'def f():\n    for i in range(3):\n        try:\n            {}[i]\n        except KeyError:\n            pass\n    raise KeyError(9)\n';
    const { raises } = await valuesOf(source, 'f()');
    assert.deepEqual(
      raises.map(({ line, uncaught, count }) => [line + 1, uncaught, count]),
      [
        [4, false, 3],
        [7, true, 1],
      ],
    );
  });

  it('knows the values of the failing call also after a thousand calls', async () => {
    const source =
      'def g(n, limit):\n    half = n / 2\n    if half >= limit:\n        raise ValueError(n)\n    return half\n\ndef f():\n    for i in range(2000):\n        g(i, 900)\n';
    const values = await valuesOf(source, 'f()');
    assert.deepEqual(told(values).slice(0, 2), ['1: n = 1800, limit = 900 ×1801', '2: half = 900.0 ×1801']);
    assert.ok(told(values).includes('8: i = 1800 ×1801'));
  });

  it('shows calls at the def line, below decorators, and leaves the object out', async () => {
    const source =
      'import functools\n\nclass A:\n    @staticmethod\n    def s(n):\n        return n\n\n    @functools.cache\n    def m(self, k):\n        return k\n';
    assert.deepEqual(told(await valuesOf(source, 'A().m(A.s(5))')), [
      '5: n = 5',
      '6: → 5',
      '9: k = 5',
      '10: → 5',
    ]);
  });

  it('keeps the frames of recursion apart', async () => {
    const source = 'def fact(n):\n    if n < 2:\n        return 1\n    return n * fact(n - 1)\n';
    const values = await valuesOf(source, 'fact(4)');
    const result = lineAt(values, 4);
    assert.deepEqual(
      result.occurrences.map(({ nth, returned }) => `${nth}: ${returned?.text ?? ''}`),
      ['1: 24', '2: 6', '3: 2'],
    );
    assert.equal(lineAt(values, 1).count, 4);
  });

  it('takes statements on one line together and ignores the lambdas in it', async () => {
    const values = await valuesOf(
      'def f():\n    a = 1; b = sorted([2, 1], key=lambda q: -q)\n    return b\n',
      'f()',
    );
    assert.equal(told(values)[1], '2: a = 1, b = [2, 1]');
  });

  it('marks all lines of a statement that ran, and no others', async () => {
    const source =
      'def f(x):\n    if x:\n        y = dict(\n            a=1,\n        )\n    else:\n        y = None\n    return y\n';
    const values = await valuesOf(source, 'f(1)');
    assert.deepEqual([lineAt(values, 3).line, lineAt(values, 3).endLine], [2, 4]);
    assert.deepEqual(values.notExecuted, [6]);
  });

  it('shows only one function and what it calls, of a whole file that ran', async () => {
    const source =
      'def g():\n    return 1\n\ndef f():\n    return g() + 1\n\ndef h():\n    return 0\n\nx = f() + h()\n';
    assert.deepEqual(told(await valuesOf(source, undefined, 'f')), ['1:', '2: → 1', '4:', '5: → 2']);
  });
});

/** `line: name = text → returned ×count`, lines from 1. */
function told({ lines }: InlineValues): string[] {
  return lines.map(({ line, values, returned, count }) =>
    [
      `${line + 1}:`,
      values.map(({ name, text }) => `${name} = ${text}`).join(', '),
      returned === undefined ? '' : `→ ${returned.text}`,
      count > 1 ? `×${count}` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
}

/** `line` counts from 1. */
function lineAt({ lines }: InlineValues, line: number): InlineLine {
  const found = lines.find((candidate) => candidate.line === line - 1);
  assert.ok(found, `line ${line} did not run`);
  return found;
}
