import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { isolationOptions, probedLevel } from '../../support/sandbox/probedLevel';

const testSchema = z.object({ test: z.string(), status: z.string(), problem: z.string().optional() });
const documentSchema = z.object({
  file: z.string(),
  failing: z.array(testSchema),
  passing: z.array(testSchema),
  flaky: z.array(z.string()),
  alsoFailing: z.array(testSchema),
  suspects: z.array(
    z.object({
      rank: z.number(),
      block: z.string(),
      function: z.string(),
      startLine: z.number(),
      endLine: z.number(),
      reasons: z.array(z.string()).min(1),
      verdict: z.string().optional(),
      level: z.string(),
    }),
  ),
  attempts: z.array(
    z.object({ strategy: z.string(), patch: z.string(), passed: z.number(), failed: z.number() }),
  ),
  fix: z
    .object({
      patch: z.string(),
      level: z.string(),
      evidence: z.array(z.object({ kind: z.string(), ref: z.string(), note: z.string() })),
      hunks: z.object({ of: z.number(), needed: z.number() }),
      fitsOnlyGivenTests: z.literal(true).optional(),
    })
    .optional(),
  tried: z.number(),
  isolation: z.string(),
  tokens: z.object({ input: z.number(), output: z.number() }),
  ms: z.number(),
});

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('witness debug', function () {
  this.timeout(300_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-debug-'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function witness(...options: string[]): Promise<Answer> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, ['dist/cli.js', 'debug', ...options], (_, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      });
    });
  }

  async function debug(program: string, asserts: string, ...options: string[]) {
    const file = path.join(folder, 'program.py');
    const tests = path.join(folder, 'asserts.py');
    writeFileSync(file, program);
    writeFileSync(tests, asserts);
    const answer = await witness(
      file,
      '--asserts',
      tests,
      '--json',
      ...(await isolationOptions()),
      ...options,
    );
    assert.equal(answer.stderr, '');
    assert.equal(readFileSync(file, 'utf8'), program, 'the file is as it was');
    return { code: answer.code, document: documentSchema.parse(JSON.parse(answer.stdout)) };
  }

  const gcd = 'def gcd(a, b):\n    if b == 0:\n        return a\n    return gcd(a % b, b)\n';

  it('debugs programs that print', async () => {
    const { document } = await debug(
      'def double(n):\n    print("doubling", n)\n    return n + n + 1\n',
      'assert double(2) == 4\nassert double(3) == 6\n',
    );
    assert.deepEqual(
      document.failing.map(({ problem }) => problem),
      ['AssertionError', 'AssertionError'],
    );
    assert.ok(document.fix);
  });

  it('finds the block to blame and a change with which all tests pass', async () => {
    const { code, document } = await debug(
      gcd,
      'assert gcd(17, 0) == 17\nassert gcd(13, 13) == 13\nassert gcd(37, 600) == 1\n',
    );
    assert.equal(code, 1);
    assert.deepEqual(document.passing, [{ test: 'assert gcd(17, 0) == 17', status: 'passed' }]);
    assert.equal(document.failing[0]?.problem?.split(':')[0], 'RecursionError');
    const [first] = document.suspects;
    assert.equal(first?.startLine, 4);
    assert.equal(first.verdict, 'a change here repairs');
    assert.equal(first.level, 'witnessed');
    assert.match(document.fix?.patch ?? '', /^-.*gcd\(a % b, b\)\n\+.*gcd\(b, a % b\)$/m);
    assert.equal(document.fix?.fitsOnlyGivenTests, undefined);
    assert.equal(document.isolation, (await probedLevel()).level);
    assert.deepEqual(document.tokens, { input: 0, output: 0 });
  });

  it('does the same with limits only, where no process may be started', async () => {
    const { document } = await debug(
      gcd,
      'assert gcd(17, 0) == 17\nassert gcd(13, 13) == 13\nassert gcd(37, 600) == 1\n',
      ...['--isolation', 'limited', '--candidates', '200'],
    );
    assert.equal(document.isolation, 'limited');
    assert.equal(document.suspects[0]?.startLine, 4);
    assert.match(document.fix?.patch ?? '', /^\+.*gcd\(b, a % b\)$/m);
  });

  it('finds the loop that does not end', async () => {
    const { document } = await debug(
      'def bits(n):\n    count = 0\n    while n:\n        n ^= n - 1\n        count += 1\n    return count\n',
      'assert bits(0) == 0\nassert bits(7) == 3\nassert bits(1) == 1\n',
    );
    assert.equal(document.failing[0]?.status, 'timeout');
    assert.equal(document.suspects[0]?.startLine, 4);
    assert.match(document.fix?.patch ?? '', /^\+ {8}n &= n - 1$/m);
  });

  it('has nothing to say where all tests pass', async () => {
    const { code, document } = await debug('def f(x):\n    return x\n', 'assert f(1) == 1\n');
    assert.equal(code, 0);
    assert.equal(document.tried, 0);
    assert.equal(document.fix, undefined);
  });

  it('says so where no change helps', async () => {
    const { code, document } = await debug(
      'def f(x):\n    return x\n',
      'assert f(1) == "one"\n',
      '--candidates',
      '40',
    );
    assert.equal(code, 1);
    assert.equal(document.fix, undefined);
    assert.ok(document.tried > 0);
    assert.equal(document.suspects[0]?.level, 'claimed');
  });

  it('marks a change of which the tests see too little', async () => {
    const { document } = await debug('def odd(x):\n    return x % 2 == 0\n', 'assert odd(3)\n');
    assert.equal(document.fix?.fitsOnlyGivenTests, true);
    assert.match(JSON.stringify(document.fix.evidence), /a wrong change may pass by chance/);
  });

  it('varies the calls that tests of pytest make, and marks a change that others contradict', async () => {
    writeFileSync(path.join(folder, 'adding.py'), 'def add(a, b):\n    return a + b\n');
    writeFileSync(
      path.join(folder, 'test_adding.py'),
      'from adding import add\n\n\ndef test_add():\n    numbers = [444, 222]\n    assert add(*numbers) == 222\n',
    );
    const answer = await witness(
      path.join(folder, 'adding.py'),
      ...['--cwd', folder, '--test', 'test_adding.py', '--json', ...(await isolationOptions())],
    );
    const { fix } = documentSchema.parse(JSON.parse(answer.stdout));
    assert.equal(fix?.fitsOnlyGivenTests, true);
    assert.match(JSON.stringify(fix.evidence), /"ref":"add\(\d+, \d+\)","note":"no test decides this/);
  });

  it('says so where the test that is to be debugged passes', async () => {
    writeFileSync(path.join(folder, 'fine.py'), 'def fine():\n    return 1\n');
    writeFileSync(
      path.join(folder, 'test_fine.py'),
      'from fine import fine\n\n\ndef test_fine():\n    assert fine() == 1\n',
    );
    const answer = await witness(
      ...['--cwd', folder, '--test', 'test_fine.py::test_fine', ...(await isolationOptions())],
    );
    assert.equal(answer.code, 2);
    assert.match(answer.stderr, /test_fine\.py::test_fine passes\./);
    assert.match(answer.stderr, /There is nothing to debug/);
  });

  it('marks a change that only fits the given tests', async () => {
    const { document } = await debug('def f(a, b):\n    return a + b\n', 'assert f(4, 2) == 2\n');
    assert.equal(document.fix?.fitsOnlyGivenTests, true);
    assert.match(JSON.stringify(document.fix.evidence), /no test decides this/);
  });

  it('tells of each part of a fix whether the tests need it', async () => {
    const { document } = await debug(
      'def after(x):\n    return x\n\n\ndef before(x):\n    return x\n',
      'assert after(3) == 4\nassert before(3) == 2\nassert after(8) == 9\nassert before(8) == 7\n',
    );
    assert.deepEqual(document.fix?.hunks, { of: 2, needed: 2 });
    const parts = document.fix.evidence.filter(({ ref }) => ref.startsWith('the change'));
    assert.deepEqual(parts, [
      { kind: 'test', ref: 'the change at line 2', note: 'a test fails without it' },
      { kind: 'test', ref: 'the change at line 6', note: 'a test fails without it' },
    ]);
  });

  it('lets a test that fails now and then decide nothing', async () => {
    const { document } = await debug(
      'import os\n\n\ndef f():\n    return os.getpid() % 2\n',
      Array.from({ length: 8 }, (_, i) => `assert f() == 0 or ${i} < 0`).join('\n'),
      '--candidates',
      '1',
    );
    const all = document.failing.length + document.passing.length + document.flaky.length;
    assert.equal(all, 8);
    assert.ok(document.failing.every(({ test }) => !document.flaky.includes(test)));
  });

  it('survives programs that end their process, kill the one around them and write files', async () => {
    const outside = path.join(folder, 'written');
    for (const act of [
      'os._exit(0)',
      'os.kill(os.getppid(), 9)',
      `open(${JSON.stringify(outside)}, "w").write("x")`,
    ]) {
      const { document } = await debug(
        `import os\n\n\ndef f(x):\n    ${act}\n    return x\n`,
        'assert f(1) == 2\n',
        '--candidates',
        '64',
      );
      assert.equal(document.failing.length, 1, act);
    }
    assert.ok(!existsSync(outside));
  });

  it('takes the tests of pytest, of which those that pass have to go on to do so', async () => {
    writeFileSync(
      path.join(folder, 'rounding.py'),
      'def half(x):\n    return x // 2 + 1\n\n\ndef twice(x):\n    return x * 2\n',
    );
    writeFileSync(
      path.join(folder, 'test_rounding.py'),
      'import pytest\nfrom rounding import half, twice\n\n\ndef test_half():\n    assert half(8) == 4\n\n\n@pytest.mark.parametrize("x", [1, 3])\ndef test_twice(x):\n    assert twice(x) == x + x\n\n\ndef test_other():\n    assert twice(1) == 3\n',
    );
    const answer = await witness(
      path.join(folder, 'rounding.py'),
      ...['--cwd', folder, '--test', 'test_rounding.py::test_half', '--json', ...(await isolationOptions())],
    );
    const document = documentSchema.parse(JSON.parse(answer.stdout));
    assert.deepEqual(
      document.failing.map(({ test }) => test),
      ['test_rounding.py::test_half'],
    );
    assert.deepEqual(
      document.passing.map(({ test }) => test),
      ['test_rounding.py::test_twice[1]', 'test_rounding.py::test_twice[3]'],
    );
    assert.deepEqual(document.alsoFailing, [
      { test: 'test_rounding.py::test_other', status: 'failed', problem: document.alsoFailing[0]?.problem },
    ]);
    assert.equal(document.suspects[0]?.function, 'half');
    assert.match(document.fix?.patch ?? '', /^\+ {4}return x \/\/ 2$/m);
  });

  it('finds a fix of quick tests also where pytest itself takes long to start', async () => {
    const project = mkdtempSync(path.join(folder, 'slow-'));
    writeFileSync(
      path.join(project, 'conftest.py'),
      'import time\n\n\ndef pytest_sessionstart():\n    end = time.process_time() + 0.5\n    while time.process_time() < end:\n        pass\n',
    );
    writeFileSync(path.join(project, 'area.py'), 'def area(a, b):\n    return a - b\n');
    writeFileSync(
      path.join(project, 'test_area.py'),
      'from area import area\n\n\ndef test_area():\n    assert area(3, 7) == 21\n',
    );
    const answer = await witness(
      path.join(project, 'area.py'),
      ...['--cwd', project, '--test', 'test_area.py', '--json', ...(await isolationOptions())],
    );
    assert.match(documentSchema.parse(JSON.parse(answer.stdout)).fix?.patch ?? '', /^\+ {4}return a \* b$/m);
  });

  it('tells a person the same', async () => {
    const file = path.join(folder, 'program.py');
    writeFileSync(file, gcd);
    const { code, stdout } = await witness(
      file,
      ...['--call', 'gcd(12, 18)', '--expect', '6', ...(await isolationOptions())],
    );
    assert.equal(code, 1);
    assert.match(stdout, /1 of 1 tests fail/);
    assert.match(stdout, /1\. line 4 of gcd {2}witnessed/);
    assert.match(stdout, /\+ {4}return gcd\(b, a % b\)/);
  });

  for (const [what, options, message] of [
    ['nothing to hold', [], /What has to hold is not said/],
    ['a call without a result', ['--call', 'f()'], /What the call has to return is not said/],
    ['two kinds of tests', ['--call', 'f()', '--test', 'a'], /More than one thing/],
  ] as const) {
    it(`asks again where it is given ${what}`, async () => {
      const file = path.join(folder, 'program.py');
      writeFileSync(file, gcd);
      const { code, stderr } = await witness(file, ...options);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  it('says where a program does not parse', async () => {
    const file = path.join(folder, 'broken.py');
    writeFileSync(file, 'def f(:\n    return 1\n');
    const { code, stderr } = await witness(file, '--call', 'f()', '--expect', '1');
    assert.equal(code, 2);
    assert.match(stderr, /does not parse, from line 1/);
  });
});
