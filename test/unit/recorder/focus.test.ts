// Values that sampling left out, kept by running once more with a focus.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceModel } from '../../../src/core/syntax/model';
import { functionsInFocus, parseFocus, type Focus } from '../../../src/core/trace/focus';
import type { Recording } from '../../../src/core/trace/recording';
import { Failure } from '../../../src/host/failure';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { focusedRerun } from '../../../src/host/trace/focusedRerun';
import { assets, python, record } from './recordFixture';

const program = `import sys, os

def square(n):
    result = n * n
    return result

def total(n):
    t = 0
    for i in range(n):
        t += square(i)
    return t

if os.path.exists("second"):
    print("another way")
open("second", "w").close() if "mark" in sys.argv else None
print(total(200))
`;

describe('a focus', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-focus-'));
    file = path.join(folder, 'squares.py');
    writeFileSync(file, program);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function again(earlier: Recording, focus: Focus, interpreter = python): Promise<Recording> {
    const request = {
      arguments: [],
      cwd: folder,
      environment: process.env,
      interpreter,
      granularity: 'block',
      steps: 'sampled',
      limitMs: 20_000,
      valueBudget: 200,
      stdin: 'ignore',
      focus,
    } as const;
    return focusedRerun(earlier, request, { assets, syntax: new SyntaxService(assets) });
  }

  it('keeps all values of its function in a second run that goes the same way', async () => {
    const first = await record(file);
    assert.equal(valuesOf(first, 'result').has('10000'), false, 'sampling is expected to leave this out');
    const second = await again(first, parseFocus('square'));
    assert.equal(valuesOf(second, 'result').size, 200);
    assert.equal(valuesOf(second, 'result').has('10000'), true);
    assert.deepEqual(second.parts.notes, []);
    assert.ok(valuesOf(second, 't').size < 100, 'the other functions stay sampled');
  });

  it('may be the function around a line', async () => {
    const second = await again(await record(file), parseFocus('squares.py:4'));
    assert.equal(valuesOf(second, 'result').size, 200);
  });

  it('says from where on the second run took another way, and keeps its values apart', async () => {
    const first = await record(file, { arguments: ['mark'] });
    const second = await again(first, parseFocus('square'));
    assert.match(
      second.parts.notes.join(' '),
      /non-deterministic: this run took another way than the first from step \d+ on, at .*squares\.py:14/,
    );
    assert.match(second.parts.stdout.text, /another way/);
  });

  it('is all of a JavaScript program when that is run a second time', async () => {
    const script = path.join(folder, 'squares.js');
    writeFileSync(
      script,
      'function square(n) {\n  const result = n * n;\n  return result;\n}\nfor (let i = 0; i < 200; i++) square(i);\n',
    );
    const first = await record(script, { interpreter: process.execPath });
    assert.equal(valuesOf(first, 'result').has('10000'), false, 'sampling is expected to leave this out');
    const second = await again(first, parseFocus('squares.js:2'), process.execPath);
    assert.equal(valuesOf(second, 'result').size, 200);
    assert.deepEqual(second.parts.notes, []);
  });

  it('is refused for programs that cannot be run in one', async () => {
    const script = path.join(folder, 'a.js');
    writeFileSync(script, 'console.log(1)\n');
    await assert.rejects(
      record(script, { focus: parseFocus('f'), interpreter: process.execPath }),
      (error) => error instanceof Failure && /of Python programs only/.test(error.message),
    );
  });

  it('names functions by the end of their path, and files by the end of theirs', async () => {
    const text = 'class A:\n    def f(self):\n        return 1\n\ndef f():\n    return lambda: 2\n';
    const model = await new SyntaxService(assets).model('/src/shop/a.py', Buffer.from(text), 'block');
    assert.ok(model);
    assert.deepEqual(paths(model, 'f'), ['A.f', 'f']);
    assert.deepEqual(paths(model, 'A.f'), ['A.f']);
    assert.deepEqual(paths(model, 'shop/a.py:3'), ['A.f']);
    assert.deepEqual(paths(model, 'p/a.py:3'), []);
    assert.deepEqual(paths(model, 'a.py:4'), ['<module>']);
  });
});

function paths(model: SourceModel, focus: string): (string | undefined)[] {
  return functionsInFocus(model, '/src/shop/a.py', parseFocus(focus)).map(
    (index) => model.functions[index]?.path,
  );
}

/** Every text that a variable was seen with. */
function valuesOf(recording: Recording, name: string): Set<string> {
  const kept = [...recording.parts.stepValues.values()].flatMap(({ values }) => values);
  return new Set(kept.filter((value) => value.name === name).map(({ text }) => text));
}
