// Suspects on trial, with the states of a program that behaves as expected.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
  suspects: z.array(
    z.object({
      startLine: z.number(),
      level: z.string(),
      trial: z.object({ verdict: z.string(), text: z.string() }).optional(),
      evidence: z.array(z.object({ kind: z.string(), ref: z.string(), note: z.string() })),
    }),
  ),
  reference: z.string().optional(),
  divergence: z
    .object({
      startLine: z.number(),
      run: z.number(),
      values: z.array(z.object({ name: z.string(), expected: z.string(), actual: z.string().optional() })),
    })
    .optional(),
});

describe('a suspect on trial', function () {
  this.timeout(300_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-trial-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function witness(
    ...options: string[]
  ): Promise<{ stdout: string; stderr: string; code: number | null }> {
    const all = ['dist/cli.js', 'debug', ...options, ...(await isolationOptions())];
    return new Promise((resolve) => {
      const child = execFile(process.execPath, all, (_, stdout, stderr) => {
        resolve({ stdout, stderr, code: child.exitCode });
      });
    });
  }

  /** The verdict on each line of a program that differs from the right one, by the 1-based line. */
  async function verdicts(right: string, wrong: string, test: string, ...more: string[]) {
    const file = path.join(folder, 'program.py');
    const reference = path.join(folder, 'right.py');
    const asserts = path.join(folder, 'asserts.py');
    writeFileSync(file, wrong);
    writeFileSync(reference, right);
    writeFileSync(asserts, test);
    const { stdout, stderr } = await witness(
      ...[file, '--asserts', asserts, '--reference', reference, '--candidates', '1', '--json', ...more],
    );
    assert.equal(stderr, '');
    const document = documentSchema.parse(JSON.parse(stdout));
    assert.equal(document.reference, 'right.py');
    return {
      document,
      of: (line: number) => document.suspects.find(({ startLine }) => startLine === line)?.trial?.verdict,
    };
  }

  const search =
    'def find(items, wanted):\n    low, high = 0, len(items) - 1\n    while low <= high:\n        middle = (low + high) // 2\n        if items[middle] == wanted:\n            return middle\n        if items[middle] < wanted:\n            low = middle + 1\n        else:\n            high = middle - 1\n    return -1\n';

  it('is blamed where it starts right and ends wrong, and nothing else is', async () => {
    const { document, of } = await verdicts(
      search,
      search.replace('high = middle - 1', 'high = middle - 2'),
      'assert find([1, 2, 3, 4, 5, 6, 7], 3) == 2\nassert find([2, 4], 2) == 0\n',
    );
    assert.equal(document.suspects[0]?.startLine, 10);
    assert.equal(of(10), 'witnessed');
    assert.deepEqual(
      document.suspects
        .filter(({ trial }) => trial?.verdict === 'witnessed')
        .map(({ startLine }) => startLine),
      [10],
    );
    assert.equal(document.divergence?.startLine, 10);
    assert.deepEqual(document.divergence.values[0], { name: 'high', expected: '2', actual: '1' });
  });

  it('is not blamed for what a function does that it calls, or for what it is handed', async () => {
    const right =
      'def squares(n):\n    found = []\n    for i in range(n):\n        found.append(square(i))\n    return found\n\n\ndef square(x):\n    return x * x\n\n\ndef total(n):\n    numbers = squares(n)\n    return sum(numbers)\n';
    const { of } = await verdicts(right, right.replace('x * x', 'x + x'), 'assert total(4) == 14\n');
    assert.equal(of(9), 'witnessed');
    for (const line of [4, 5, 13]) assert.notEqual(of(line), 'witnessed', `line ${line}`);
  });

  it('is found in closures, generators, methods, loops with else, and where exceptions are raised', async () => {
    const right =
      'class Box:\n    def __init__(self, sizes):\n        self.sizes = sizes\n\n    def halves(self):\n        for size in self.sizes:\n            yield size // 2\n\n    def first_even(self):\n        for size in self.halves():\n            if size % 2 == 0:\n                break\n        else:\n            raise ValueError("none")\n        return size\n\n\ndef counted(sizes):\n    count = 0\n\n    def add(size):\n        nonlocal count\n        count += size\n\n    for size in sizes:\n        add(size)\n    return count\n\n\ndef safe(sizes):\n    try:\n        return Box(sizes).first_even()\n    except ValueError:\n        return counted(sizes)\n';
    for (const [line, before, after, test] of [
      [7, 'size // 2', 'size // 3', 'assert safe([8, 5]) == 4\n'],
      [11, '== 0', '== 1', 'assert safe([2, 8]) == 4\n'],
      [14, 'ValueError("none")', 'KeyError("none")', 'assert safe([2, 6]) == 8\n'],
      [22, 'count += size', 'count = size', 'assert safe([2, 6]) == 8\n'],
      [27, 'return count', 'return -count', 'assert safe([2, 6]) == 8\n'],
    ] as const) {
      const { document, of } = await verdicts(right, right.replace(before, after), test);
      const blamed = document.suspects.filter(({ trial }) => trial?.verdict === 'witnessed');
      assert.deepEqual(
        blamed.map(({ startLine }) => startLine),
        [line],
        `${after}: ${JSON.stringify(document.suspects.map(({ startLine, trial }) => [startLine, trial?.verdict]))}`,
      );
      assert.equal(of(line), 'witnessed');
    }
  });

  it('is tried with limits only, too, where no process may be started', async () => {
    const { of } = await verdicts(
      search,
      search.replace('high = middle - 1', 'high = middle - 2'),
      'assert find([1, 2, 3, 4, 5, 6, 7], 3) == 2\n',
      ...['--isolation', 'limited'],
    );
    assert.equal(of(10), 'witnessed');
    assert.equal(of(4), 'refuted');
  });

  it('takes the last revision with which the test passes', async () => {
    const file = path.join(folder, 'program.py');
    const git = (...options: string[]): void => {
      const identity = ['-c', 'user.email=a@example.com', '-c', 'user.name=A'];
      execFileSync('git', [...identity, ...options], { cwd: folder, stdio: 'ignore' });
    };
    git('init');
    for (const text of [
      search,
      search.replace('middle + 1', 'middle + 2'),
      `# later\n${search.replace('middle + 1', 'middle + 2')}`,
    ]) {
      writeFileSync(file, text);
      git('add', '.');
      git('commit', '-m', 'A change');
    }
    const { stdout } = await witness(
      ...[file, '--call', 'find([1, 2, 3, 4, 5], 4)', '--expect', '3', '--candidates', '1', '--json'],
    );
    const document = documentSchema.parse(JSON.parse(stdout));
    assert.match(document.reference ?? '', /^revision [\da-f]{7,}$/);
    assert.equal(document.suspects[0]?.startLine, 9);
    assert.equal(document.suspects[0].trial?.verdict, 'witnessed');
  });

  it('claims no more where only the fix says what to expect, and the block returns it to the test', async () => {
    const file = path.join(folder, 'program.py');
    writeFileSync(file, 'def half(x):\n    y = x + 1\n    return y // 2 + 1\n');
    const { stdout } = await witness(...[file, '--call', 'half(8)', '--expect', '4', '--json']);
    const document = documentSchema.parse(JSON.parse(stdout));
    assert.equal(document.reference, 'the program with the fix');
    assert.equal(document.suspects[0]?.trial?.verdict, 'claimed');
  });

  it('runs the other program in the sandbox, too', async () => {
    const outside = path.join(folder, 'written');
    const act = `import os\ntry:\n    open(${JSON.stringify(outside)}, "w").write("x")\nexcept OSError:\n    pass\n`;
    const { of } = await verdicts(
      `${act}def f(x):\n    return x + 1\n`,
      `${act}def f(x):\n    return x + 2\n`,
      'assert f(1) == 2\n',
    );
    assert.equal(of(7), 'witnessed');
    assert.ok(!existsSync(outside));
  });

  it('says so where the program that is named fails the test, too', async () => {
    const file = path.join(folder, 'program.py');
    writeFileSync(file, 'def f(x):\n    return x\n');
    const { code, stderr } = await witness(
      ...[file, '--call', 'f(1)', '--expect', '2', '--reference', file, '--json'],
    );
    assert.equal(code, 2);
    assert.match(stderr, /program\.py fails the tests too/);
  });
});
