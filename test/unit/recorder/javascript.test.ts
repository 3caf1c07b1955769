// JavaScript and TypeScript programs: what they print, raise and return is that of the plain run, and what they did is
// in the recording.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stepKinds, type Recording } from '../../../src/core/trace/recording';
import { fetchedNode, newerNode } from '../../support/nodes';
import { record } from './recordFixture';
import { javascriptPrograms } from './javascriptPrograms';

/** Whether Node's own loop stands below a promise depends on when it came to it. */
function withoutTicks(stack: string): string {
  return stack.replaceAll(/^ {4}at process\.processTicksAndRejections .*\n/gm, '');
}

describe('a recorded JavaScript program', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-javascript-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  function run(file: string, options: Parameters<typeof record>[1] = {}): Promise<Recording> {
    return record(file, { interpreter: process.execPath, limitMs: 60_000, ...options });
  }

  /** Texts of the values kept of a name, in order. */
  function valuesOf(recording: Recording, name: string): string[] {
    return [...recording.parts.stepValues.keys()]
      .sort((a, b) => a - b)
      .flatMap((step) => recording.parts.stepValues.get(step)?.values ?? [])
      .flatMap((value) => (value.name === name ? [value.text] : []));
  }

  /** Function paths in the order in which their frames began, each with that of its parent. */
  function frames(recording: Recording): string[] {
    const nameOf = (index: number): string => {
      const frame = recording.parts.frames[index];
      return frame === undefined ? '' : (recording.functionOf(frame)?.path ?? '?');
    };
    return recording.parts.frames.map((frame) => `${nameOf(frame.parent)} > ${nameOf(frame.index)}`);
  }

  function countOf(recording: Recording, id: string): number {
    const block = recording.parts.blocks.find((each) => each.id === id);
    return block === undefined ? 0 : (recording.counts[block.index] ?? 0);
  }

  const nodes: readonly [string, () => string][] = [
    ['', () => process.execPath],
    [`, Node ${newerNode}`, () => fetchedNode(newerNode)],
  ];
  const cases = nodes.flatMap(([label, node]) =>
    Object.entries(javascriptPrograms).map(([name, text]) => ({ name, label, node, text })),
  );
  for (const { name, label, node, text } of cases) {
    it(`does the same: ${name}${label}`, async () => {
      const file = write(name, text);
      const interpreter = node();
      // A frame of the recorder's is taken out of stacks, which shows where they are cut.
      const environment = { ...process.env, NODE_OPTIONS: '--stack-trace-limit=50' };
      const plain = spawnSync(interpreter, [file, 'one'], {
        cwd: folder,
        encoding: 'utf8',
        env: environment,
      });
      const recording = await run(file, { interpreter, arguments: ['one'], environment });
      const { stdout, stderr, outcome } = recording.parts;
      assert.equal(stdout.text, plain.stdout);
      assert.equal(withoutTicks(stderr.text), withoutTicks(plain.stderr));
      const code = outcome.kind === 'returned' ? 0 : outcome.kind === 'exited' ? outcome.exitCode : 1;
      assert.equal(code, plain.status);
      assert.ok(recording.stepCount > 0);
    });
  }

  it('calls functions of a module before its first statement, as modules that import each other do', async () => {
    write(
      'late.mjs',
      "import { early } from './early.mjs';\nexport function twice(n) {\n  const doubled = 2 * n;\n  return doubled;\n}\nconsole.log(early);\n",
    );
    write('early.mjs', "import { twice } from './late.mjs';\nexport const early = twice(21);\n");
    const recording = await run(path.join(folder, 'late.mjs'));
    assert.equal(recording.parts.stderr.text, '');
    assert.equal(recording.parts.stdout.text, '42\n');
    assert.deepEqual(valuesOf(recording, 'doubled'), ['42']);
  });

  it('counts every run of a block, however long a loop is', async () => {
    const file = write('long.js', 'let s = 0;\nfor (let i = 0; i < 1000000; i++) {\n  s += i;\n}\n');
    const recording = await run(file);
    assert.equal(countOf(recording, '<module>:1'), 1_000_001);
    assert.equal(countOf(recording, '<module>:3'), 1_000_000);
    assert.equal(countOf(recording, '<module>:2'), 1_000_000);
    assert.equal(valuesOf(recording, 's').at(-1), '499999500000');
  });

  it('keeps what is more than the memory holds, in its order', async () => {
    const text = `let seed = 1, odd = 0, even = 0;
function next() {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  if (seed & 0x10000) odd++;
  else even++;
}
for (let i = 0; i < 2500000; i++) next();
const told = [odd, even];
`;
    const recording = await run(write('much.js', text));
    const [odd, even] = JSON.parse(valuesOf(recording, 'told').at(-1) ?? '[]') as [number, number];
    assert.equal(odd + even, 2_500_000);
    assert.equal(countOf(recording, 'next:0'), 2_500_000);
    assert.equal(countOf(recording, 'next:1'), odd);
    assert.equal(countOf(recording, 'next:2'), even);
  });

  it('counts loops of few and of many rounds, and keeps values of a function with a hundred blocks', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `  if (n > ${i}) x${i} = n + ${i};`);
    const names = lines.map((_, i) => `x${i}`).join();
    const text = `let ${names};
function choose(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += i;
${lines.join('\n')}
}
for (let round = 0; round < 100; round++) choose(round);
choose(100);
`;
    const recording = await run(write('wide.js', text));
    assert.equal(countOf(recording, 'choose:1'), 5050 + 101);
    assert.equal(countOf(recording, 'choose:3'), 5050);
    assert.ok(valuesOf(recording, 'x0').includes('1'));
    assert.ok(valuesOf(recording, 'x99').includes('199'));
  });

  it('keeps the order where a getter runs in the middle of a block, and calls itself', async () => {
    const text = `class Tree {
  constructor(left, right) { this.left = left; this.right = right; }
  get size() {
    const own = 1;
    if (this.left === null) return own;
    return this.left.size + this.right.size + own;
  }
}
const leaf = () => new Tree(null, null);
const tree = new Tree(new Tree(leaf(), leaf()), leaf());
const limits = { get last() { return 2; } };
for (let i = 0; i < limits.last; i++) tree.left.size;
`;
    const recording = await run(write('getters.js', text));
    const getter = (path: string) => (frame: string) => frame.endsWith(`> ${path}`);
    assert.equal(frames(recording).filter(getter('Tree.size')).length, 6);
    assert.equal(frames(recording).filter((frame) => frame === 'Tree.size > Tree.size').length, 4);
    const { stepBlock, stepFrame, stepKind, frames: all } = recording.parts;
    const order: string[] = [];
    for (let step = 0; step < recording.stepCount; step++) {
      const frame = all[stepFrame.at(step)];
      const path = frame === undefined ? undefined : recording.functionOf(frame)?.path;
      const block = recording.parts.blocks[stepBlock.at(step)];
      const kind = stepKinds[stepKind.at(step)];
      if (path === '<module>' && kind === 'block' && block?.isLoopHeader === true) order.push('test');
      if (path === 'limits.last' && kind === 'entry') order.push('getter');
    }
    assert.deepEqual(order, ['test', 'getter', 'test', 'getter', 'test', 'getter']);
  });

  it('counts the rounds of a loop that an exception ends, and of one that is stopped', async () => {
    const text = `function sum(rows) {
  let s = 0;
  for (let i = 0; i < 9; i++) {
    s += rows[i].n;
  }
  return s;
}
try { sum([{ n: 1 }, { n: 2 }]); } catch {}
let n = 0;
while (n >= 0) {
  n += 1;
}
`;
    const recording = await run(write('stopped.js', text), { limitMs: 3_000 });
    assert.equal(recording.parts.outcome.kind, 'timeout');
    assert.equal(countOf(recording, 'sum:3'), 3);
    const endless = recording.parts.blocks.find(({ lines }) => lines.includes(10));
    assert.ok(endless !== undefined && (recording.counts[endless.index] ?? 0) > 100_000);
  });

  it('logs the header of a loop once more than its body, but not where it breaks', async () => {
    const text = `for (const x of [1, 2, 3]) { x; }
for (const y of [1, 2, 3]) { if (y > 1) break; }
let n = 0;
while (n < 2) n++;
do { n--; } while (n > 0);
`;
    const recording = await run(write('loops.js', text));
    const headers = recording.parts.blocks.filter(({ isLoopHeader }) => isLoopHeader);
    assert.deepEqual(
      headers.map(({ index }) => recording.counts[index]),
      [4, 2, 3, 2],
    );
  });

  it('keeps parameters, changed values, results and what was raised', async () => {
    const text = `function half(n) {
  const rest = n % 2;
  if (rest) throw new RangeError('odd: ' + n);
  return n / 2;
}
`;
    const recording = await run(write('half.js', text), { call: '[half(4), half(3)]' });
    assert.deepEqual(valuesOf(recording, 'n').slice(0, 2), ['4', '3']);
    assert.deepEqual(valuesOf(recording, 'rest'), ['0', '1']);
    const raised = [...recording.parts.stepValues.values()].flatMap((step) => step.raised ?? []);
    assert.deepEqual(raised[0], { line: 3, type: 'RangeError', message: 'odd: 3', origin: true });
    const { outcome } = recording.parts;
    assert.ok(outcome.kind === 'raised' && outcome.exception.line === 3);
  });

  it('calls functions that a module does not export, and waits for what they promise', async () => {
    const text = 'const twice = async (n) => {\n  await null;\n  return 2 * n;\n};\n';
    const recording = await run(write('twice.mjs', text), { call: 'twice(21)' });
    assert.deepEqual(recording.parts.outcome, { kind: 'returned', value: { type: 'number', text: '42' } });
  });

  it('keeps the frames of interleaved async functions and generators apart', async () => {
    const text = `function inner(n) { return n; }
async function task(n) {
  await null;
  inner(n);
  await null;
  inner(n);
}
Promise.all([task(1), task(2)]);
`;
    const recording = await run(write('tasks.js', text));
    assert.deepEqual(frames(recording), [
      ' > <module>',
      '<module> > task',
      '<module> > task',
      'task > inner',
      'task > inner',
      'task > inner',
      'task > inner',
    ]);
    const parents = recording.parts.frames.slice(3).map(({ parent }) => parent);
    assert.deepEqual(parents, [1, 2, 1, 2]);
  });

  it('renders values without running code of the program', async () => {
    const text = `const touched = [];
const proxy = new Proxy({}, { get: (_, key) => touched.push(key), getPrototypeOf: () => touched.push('p') });
class Box { #secret = 1; get lazy() { touched.push('lazy'); return 1; } constructor() { this.open = [1, , 3]; } }
const values = { proxy, box: new Box(), map: new Map([['a', new Set([1n])]]), at: new Date(0), none: undefined };
Object.defineProperty(values, 'own', { get: () => touched.push('own'), enumerable: true });
const bytes = new Uint8Array([1, 2]);
const text = "it's";
console.log(touched.length);
`;
    const recording = await run(write('values.js', text));
    assert.equal(recording.parts.stdout.text, '0\n');
    assert.deepEqual(valuesOf(recording, 'values'), [
      "{ proxy: Proxy {…}, box: Box { open: [1, <hole>, 3] }, map: Map(1) {'a' => Set(1) {1n}}, " +
        "at: new Date('1970-01-01T00:00:00.000Z'), none: undefined, own: [getter] }",
    ]);
    assert.deepEqual(valuesOf(recording, 'bytes'), ['Uint8Array(2) [1, 2]']);
    assert.deepEqual(valuesOf(recording, 'text'), ["'it\\'s'"]);
  });

  it('records TypeScript with its own lines: enums, parameter properties, types', async () => {
    const text = `enum Side { Left, Right = 4 }
interface Named { readonly name: string }
class Item implements Named {
  constructor(readonly name: string, private count = 1) {}
  get label(): string {
    return \`\${this.name} \${this.count}\` as string;
  }
}
export function label(side: Side, item: Item = new Item('x')): string {
  if (side !== Side.Right) throw new Error(item!.label);
  return item.label;
}
`;
    const recording = await run(write('items.ts', text), { call: 'label(Side.Left)' });
    const { outcome } = recording.parts;
    assert.ok(outcome.kind === 'raised');
    assert.deepEqual(outcome.exception, { type: 'Error', message: 'x 1', line: 10 });
  });

  it('says where a program stood that takes too long, with all that it did before', async () => {
    const file = write('endless.js', 'let n = 0;\nwhile (true) {\n  n++;\n}\n');
    const recording = await run(file, { limitMs: 1500 });
    assert.equal(recording.parts.outcome.kind, 'timeout');
    assert.ok(countOf(recording, '<module>:2') > 1000);
  });
});
