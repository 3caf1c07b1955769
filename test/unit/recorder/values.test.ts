// Which values a recording keeps, and that reading them never runs the program's code.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Recording, Step } from '../../../src/core/trace/recording';
import { record } from './recordFixture';

describe('the values of a recording', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-values-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(source: string, options: Parameters<typeof record>[1] = {}): Promise<Recording> {
    const file = path.join(folder, 'program.py');
    writeFileSync(file, source);
    return record(file, options);
  }

  it('are those that a block changes, after it', async () => {
    const recording = await run(
      'def f(a):\n    b = a + 1\n    c = [b]\n    if c:\n        c.append(a)\n    return c\nf(1)\n',
    );
    assert.deepEqual(valuesOf(recording, 'f:0'), [{ b: '2', c: '[2]' }]);
    assert.deepEqual(valuesOf(recording, 'f:1'), [{ c: '[2, 1]' }]);
    assert.equal(exitOf(recording, 'f').kept?.returned?.text, '[2, 1]');
  });

  it('show a change that came through another name', async () => {
    const recording = await run(
      'def f():\n    a = []\n    b = a\n    if True:\n        b.append(5)\n    return 0\nf()\n',
    );
    assert.deepEqual(valuesOf(recording, 'f:1'), [{ a: '[5]', b: '[5]' }]);
  });

  it('keep the parameters of a call', async () => {
    const recording = await run('def f(a, *rest, k=3, **more): pass\nf(1, 2, z=4)\n');
    const entry = steps(recording).find(
      (step) => step.kind === 'entry' && recording.functionOf(step.frame)?.path === 'f',
    );
    assert.deepEqual(named(entry), { a: '1', rest: '(2,)', k: '3', more: "{'z': 4}" });
    assert.equal(
      recording.callText(entry?.frame ?? assert.fail('f was not called')),
      "f(1, (2,), 3, {'z': 4})",
    );
  });

  it('keep all locals where an exception is raised, in every frame that it leaves', async () => {
    const recording = await run(
      'def f(x):\n    y = x * 2\n    return g(y)\ndef g(z):\n    w = [z]\n    return w[z]\ntry:\n    f(3)\nexcept IndexError:\n    pass\n',
    );
    const raised = steps(recording).filter((step) => step.kind === 'raised');
    assert.deepEqual(
      raised.map((step) => [step.kept?.raised?.line, step.kept?.raised?.origin, named(step)]),
      [
        [6, true, { z: '6', w: '[6]' }],
        [3, false, { x: '3', y: '6' }],
        [8, false, {}],
      ],
    );
  });

  it('are sampled, while the order and the counts stay complete', async () => {
    const recording = await run(
      'def f():\n    total = 0\n    for i in range(10000):\n        total += i\n    return total\nf()\n',
    );
    const body = recording.parts.blocks.find((block) => block.id === 'f:2') ?? assert.fail('no block f:2');
    const kept = steps(recording).filter(
      (step) => step.block === body && (step.kept?.values.length ?? 0) > 0,
    );
    assert.equal(recording.counts[body.index], 10_000);
    assert.equal(
      steps(recording).filter((step) => step.kind === 'block' && step.block === body).length,
      10_000,
    );
    assert.ok(kept.length >= 3 && kept.length < 50, `${kept.length} values kept`);
    assert.equal(kept.at(-1)?.occurrence, 10_000, 'the last value is kept where the loop ends');
    assert.equal(kept.at(-1)?.kept?.values.find((value) => value.name === 'total')?.text, '49995000');
  });

  it('are kept of the first occurrences, of new types and extremes, and again when another way is taken', async () => {
    const recording = await run(
      'def f(n):\n    x = n\n    if n == 5000:\n        x = -1\n    return x\n' +
        'for n in range(30): f(n)\nf(None)\nf("text")\nf(3)\nf(10**9)\nf(-7)\nf(4)\n' +
        'for n in range(300): f(5)\nf(2.5)\nf(5000)\nf(6)\nf(7)\n',
    );
    const seen = recording.parts.frames
      .filter((frame) => recording.functionOf(frame)?.path === 'f')
      .map((frame) => named(recording.step(frame.firstStep))['n']);
    assert.equal(seen.length, 340);
    assert.deepEqual(
      seen.slice(0, 16),
      Array.from({ length: 16 }, (_, n) => String(n)),
    );
    const further = seen.slice(16).filter((text) => text !== undefined);
    assert.deepEqual(further, ['None', "'text'", String(10 ** 9), '-7', '6']);
  });

  it('are all kept when all are asked for, and none when none are', async () => {
    const source = 'def f():\n    t = 0\n    for i in range(100):\n        t += i\n    return t\nf()\n';
    const all = await run(source, { steps: 'all' });
    assert.equal(valuesOf(all, 'f:2').length, 100);
    const none = await run(source, { steps: 'none' });
    assert.equal(none.parts.stepValues.size, 0);
    assert.deepEqual(none.counts, all.counts);
  });

  it('have a text within its budget, however large they are', async () => {
    const recording = await run(
      'def f():\n    a = "x" * 10_000_000\n    b = list(range(1_000_000))\n    c = 10 ** 100_000\n    return 1\nf()\n',
      { valueBudget: 50 },
    );
    for (const { text } of steps(recording).flatMap((step) => step.kept?.values ?? [])) {
      assert.ok(text.length <= 51, text);
    }
    assert.match(valuesOf(recording, 'f:0')[0]?.['b'] ?? '', /^\[0, 1, 2, .*…$/);
  });

  it('render cyclic, hostile and unusual values without running their code', async () => {
    const recording = await run(
      'import collections, enum\nclass Evil:\n    def __init__(self): self.n = 1\n    def __repr__(self): raise SystemExit("ran")\n    def __getattribute__(self, name): raise SystemExit("ran")\nclass Color(enum.Enum):\n    RED = 1\nP = collections.namedtuple("P", "x y")\nclass S:\n    __slots__ = ("q",)\ndef f(e):\n    s = S()\n    s.q = 2\n    c = [1]\n    c.append(c)\n    r = Color.RED\n    p = P(1, 2)\n    d = collections.deque([1])\n    g = (i for i in c)\n    return e\nf(Evil())\n',
    );
    const values = valuesOf(recording, 'f:0')[0];
    assert.deepEqual(values, {
      s: 'S(q=2)',
      c: '[1, [...]]',
      r: 'Color.RED',
      p: 'P(x=1, y=2)',
      d: 'deque([1])',
      g: '<generator f.<locals>.<genexpr>>',
    });
    assert.equal(exitOf(recording, 'f').kept?.returned?.text, 'Evil(n=1)');
  });

  it('keep frames apart in recursion', async () => {
    const recording = await run(
      'def f(n):\n    m = n * 10\n    if n:\n        f(n - 1)\n    return m\nf(2)\n',
    );
    const results = recording.parts.frames
      .filter((frame) => recording.functionOf(frame)?.path === 'f')
      .map((frame) => [recording.callText(frame), recording.step(frame.lastStep)?.kept?.returned?.text]);
    assert.deepEqual(results, [
      ['f(2)', '20'],
      ['f(1)', '10'],
      ['f(0)', '0'],
    ]);
  });

  it('keep threads apart', async () => {
    const recording = await run(
      'import threading\ndef work(n):\n    total = 0\n    for i in range(2000):\n        total += n\n    return total\nts = [threading.Thread(target=work, args=(n,)) for n in range(3)]\nfor t in ts: t.start()\nfor t in ts: t.join()\n',
    );
    const frames = recording.parts.frames.filter((frame) => recording.functionOf(frame)?.path === 'work');
    assert.deepEqual(frames.map((frame) => recording.step(frame.lastStep)?.kept?.returned?.text).sort(), [
      '0',
      '2000',
      '4000',
    ]);
    const body = recording.parts.blocks.find((block) => block.id === 'work:2');
    for (const frame of frames) {
      const runs = steps(recording).filter(
        (step) => step.frame === frame && step.kind === 'block' && step.block === body,
      );
      assert.equal(runs.length, 2000);
      assert.equal(frame.parent, -1);
    }
  });
});

function steps(recording: Recording): Step[] {
  return Array.from({ length: recording.stepCount }, (_, index) => recording.step(index)).flatMap(
    (step) => step ?? [],
  );
}

function named(step: Step | undefined): Record<string, string> {
  return Object.fromEntries((step?.kept?.values ?? []).map((value) => [value.name, value.text]));
}

/** What was kept of each run of a block. */
function valuesOf(recording: Recording, block: string): Record<string, string>[] {
  return steps(recording)
    .filter((step) => step.kind === 'block' && step.block?.id === block && step.kept !== undefined)
    .map(named);
}

function exitOf(recording: Recording, path: string): Step {
  const exit = steps(recording).find(
    (step) => step.kind === 'exit' && recording.functionOf(step.frame)?.path === path,
  );
  return exit ?? assert.fail(`${path} did not return`);
}
