// What recordings of the tests say of suspects: influence on the failing value, and what was otherwise than in passing tests.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
  influenced: z.object({ name: z.string(), hidden: z.number() }).optional(),
  suspects: z.array(
    z.object({
      startLine: z.number(),
      score: z.number(),
      reasons: z.array(z.string()),
      seen: z
        .object({
          runs: z.number(),
          entry: z.record(z.string(), z.string()),
          exit: z.record(z.string(), z.string()),
        })
        .optional(),
    }),
  ),
});

const total = `def total(items, log):
    seen = 0
    for item in items:
        if item > 100:
            seen += 1
    found = []
    for item in items:
        if item < 0:
            found.append(item)
    result = 0
    for item in items:
        if skips(item):
            continue
        result = result + item
    return (result, found)


def skips(item):
    if item == 3:
        return True
    return False
`;
const scaled = `def scaled(size):
    if size > 5:
        size = 5
    return size


def most(items):
    found = 0
    for item in items:
        found = max(found, item)
    if len(items) > 9:
        items = []
    return scaled(found)
`;

const outside = 'does not affect what the test gets';

describe('what recordings of the tests say of suspects', function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-evidence-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function debug(program: string, asserts: string, ...more: string[]) {
    const [file, tests] = [path.join(folder, 'program.py'), path.join(folder, 'asserts.py')];
    writeFileSync(file, program);
    writeFileSync(tests, asserts);
    const options = [file, '--asserts', tests, '--candidates', '1', ...more, ...(await isolationOptions())];
    return new Promise<{ stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, ['dist/cli.js', 'debug', ...options], (_, stdout, stderr) => {
        resolve({ stdout, stderr });
      });
    });
  }

  async function suspects(program: string, asserts: string) {
    const { stdout } = await debug(program, asserts, '--json');
    const found = documentSchema.parse(JSON.parse(stdout)).suspects;
    return (line: number) => found.find(({ startLine }) => startLine === line);
  }

  /** First lines of the blocks that are listed, and how many are not. */
  async function influencing(name: string, program: string, asserts: string) {
    const { stdout } = await debug(program, asserts, '--json', '--influenced', name);
    const found = documentSchema.parse(JSON.parse(stdout));
    const lines = found.suspects.map(({ startLine }) => startLine).sort((a, b) => a - b);
    return { lines, influenced: found.influenced };
  }

  it('rules out what the value that the test gets does not depend on, and nothing else', async () => {
    const at = await suspects(total, 'assert total([1, 3, 5], []) == (9, [])\n');
    // A count that nobody reads.
    for (const line of [2, 4]) assert.ok(at(line)?.reasons.includes(outside), `line ${line}`);
    for (const line of [7, 11, 12, 14, 15, 19, 20]) {
      assert.ok(!(at(line)?.reasons.includes(outside) ?? false), `line ${line}`);
    }
    // What could have put something into what is returned counts, also where it did not; so does a jump.
    assert.ok(!(at(8)?.reasons.includes(outside) ?? true));
    assert.ok(!(at(13)?.reasons.includes(outside) ?? true));
    assert.ok((at(4)?.score ?? 1) < (at(8)?.score ?? 0));
  });

  it('tells what held in all passing runs of a block and does not in the failing one', async () => {
    const passing = [2, 3, 4, 5, 6].map((n) => `assert middle(${n}) == ${Math.floor(n / 2)}\n`).join('');
    const at = await suspects(
      'def middle(size):\n    low = 0\n    high = size - 1\n    if size == 1:\n        low = 1\n    centre = (low + high + 1) // 2\n    if low > high:\n        centre = centre - 1\n    return centre\n',
      `${passing}assert middle(1) == 0 - 0 * 1 + 5\n`,
    );
    const said = [2, 6].flatMap((line) => at(line)?.reasons ?? []);
    assert.ok(
      said.some((reason) => /^high is positive held in 5 runs in passing tests, not here$/.test(reason)),
      said.join('\n'),
    );
  });

  it('keeps the values of the failing run, as literals', async () => {
    const at = await suspects(
      'def f(n, cell):\n    for i in range(n):\n        n = n + i\n    return [n, "a"]\n',
      'assert f(3, object()) == 0\n',
    );
    assert.deepEqual(at(3)?.seen, { runs: 3, entry: { n: '4', i: '2' }, exit: { n: '6', i: '2' } });
    assert.deepEqual(at(4)?.seen?.exit, { n: '6', return: "[6, 'a']" });
  });

  it('lists only the blocks that influenced a value, and says how many others there are', async () => {
    const asserts = 'assert total([1, 3, 5], []) == (9, [])\n';
    const seen = await influencing('seen', total, asserts);
    assert.deepEqual(seen.lines, [2, 3, 4]);
    assert.deepEqual(seen.influenced?.name, 'total.seen');
    const found = await influencing('total.found', total, asserts);
    for (const line of [6, 7, 8]) assert.ok(found.lines.includes(line), `line ${line}`);
    for (const line of [2, 4, 10, 12, 14]) assert.ok(!found.lines.includes(line), `line ${line}`);
    const result = await influencing('result', total, asserts);
    for (const line of [10, 11, 12, 13, 14, 19]) assert.ok(result.lines.includes(line), `line ${line}`);
    for (const line of [2, 4, 6, 8]) assert.ok(!result.lines.includes(line), `line ${line}`);
    const got = await influencing('return', total, asserts);
    assert.ok(!got.lines.includes(2) && got.lines.includes(8));
    const { stdout } = await debug(total, asserts, '--influenced', 'seen');
    assert.match(stdout, /^ {2}\d+ other blocks hidden: no influence on total\.seen$/m);
  });

  it('counts what called a function with a value, and not what became of that', async () => {
    const asserts = 'assert most([2, 9]) == 9\n';
    const { lines } = await influencing('most.found', scaled, asserts);
    assert.deepEqual(lines, [8, 9, 10]);
    const size = await influencing('size', scaled, asserts);
    assert.ok(
      [2, 3, 8, 9, 10, 13].every((line) => size.lines.includes(line)),
      size.lines.join(' '),
    );
    assert.ok(!size.lines.includes(11));
  });

  it('says which values there are where one is not known, or more than one is meant', async () => {
    const asserts = 'assert total([1, 3, 5], []) == (9, [])\n';
    const none = await debug(total, asserts, '--influenced', 'width');
    assert.match(none.stderr, /width held nothing in the failing test.* total\.seen/);
    const several = await debug(total, asserts, '--influenced', 'item');
    assert.match(several.stderr, /more than one item: total\.item, skips\.item/);
  });
});
