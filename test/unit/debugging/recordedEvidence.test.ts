// What recordings of the tests say of suspects: influence on the failing value, and what was otherwise than in passing tests.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
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

  async function suspects(program: string, asserts: string) {
    const [file, tests] = [path.join(folder, 'program.py'), path.join(folder, 'asserts.py')];
    writeFileSync(file, program);
    writeFileSync(tests, asserts);
    const options = [file, '--asserts', tests, '--candidates', '1', '--json', ...(await isolationOptions())];
    const stdout = await new Promise<string>((resolve) => {
      execFile(process.execPath, ['dist/cli.js', 'debug', ...options], (_, text) => {
        resolve(text);
      });
    });
    const found = documentSchema.parse(JSON.parse(stdout)).suspects;
    return (line: number) => found.find(({ startLine }) => startLine === line);
  }

  it('rules out what the value that the test gets does not depend on, and nothing else', async () => {
    const at = await suspects(
      `def total(items, log):
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
`,
      'assert total([1, 3, 5], []) == (9, [])\n',
    );
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
});
