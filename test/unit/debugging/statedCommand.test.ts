// What is right, said by a recording of a run that passed, or by the user.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
  suspects: z.array(
    z.object({
      startLine: z.number(),
      level: z.string(),
      trial: z.object({ verdict: z.string(), text: z.string(), isStated: z.boolean().optional() }).optional(),
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

const right = `class Shelf:
    def __init__(self, books):
        self.books = books


def longest(shelf, least):
    found = []
    for book in shelf.books:
        if len(book) >= least:
            found.append(shout(book))
    found.sort()
    count = len(found)
    return found, count


def shout(text):
    loud = text.upper()
    return loud + "!"
`;
const test = `from program import Shelf, longest


def test_longest():
    assert longest(Shelf(["b", "cc", "aaa"]), 2) == (["AAA!", "CC!"], 2)


def test_none():
    assert longest(Shelf([]), 2) == ([], 0)
`;

describe('a state that is said to be right', function () {
  this.timeout(300_000);
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-stated-'));
    file = path.join(folder, 'program.py');
    writeFileSync(path.join(folder, 'test_program.py'), test);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function witness(...options: string[]): Promise<{ stdout: string; stderr: string; code: number | null }> {
    return new Promise((resolve) => {
      const cli = path.resolve('dist/cli.js');
      const child = execFile(process.execPath, [cli, ...options], { cwd: folder }, (_, stdout, stderr) => {
        resolve({ stdout, stderr, code: child.exitCode });
      });
    });
  }

  async function debug(wrong: string, ...options: string[]) {
    writeFileSync(file, wrong);
    const given = ['--test', 'test_program.py::test_longest', '--candidates', '1', ...options];
    const ran = await witness('debug', 'program.py', ...given, '--json', ...(await isolationOptions()));
    const parsed = ran.stdout === '' ? undefined : documentSchema.parse(JSON.parse(ran.stdout));
    const trialOf = (line: number) =>
      parsed?.suspects.find(({ startLine }) => startLine === line)?.trial?.verdict;
    return { ...ran, document: parsed, trialOf };
  }

  async function recorded(...options: string[]): Promise<string> {
    writeFileSync(file, right);
    const out = path.join(folder, 'passing.witness');
    const given = ['--test', 'test_program.py::test_longest', '--out', out, '--quiet', ...options];
    const { code, stderr } = await witness('trace', ...given);
    assert.equal(code, 0, stderr);
    return out;
  }

  it('comes from a recording of the test from before the change, block by block or line by line', async () => {
    for (const granularity of ['block', 'line']) {
      const passing = await recorded('--granularity', granularity);
      const { document, trialOf, stderr } = await debug(
        right.replace('text.upper()', 'text.title()'),
        ...['--passing', passing],
      );
      assert.equal(stderr, '');
      assert.match(document?.reference ?? '', /^the recording of \d{4}-/);
      assert.equal(trialOf(17), 'witnessed', granularity);
      const blamed = document?.suspects.filter(({ trial }) => trial?.verdict === 'witnessed');
      assert.deepEqual(
        blamed?.map(({ startLine }) => startLine),
        [17],
      );
      assert.equal(document?.divergence?.startLine, 17);
      const loud = document.divergence.values.find(({ name }) => name === 'loud');
      assert.deepEqual(loud, { name: 'loud', expected: "'CC'", actual: "'Cc'" });
    }
  });

  it('is known of blocks before and behind a statement that was put in', async () => {
    const passing = await recorded();
    const wrong = right
      .replace('    count = len(found)\n', '    count = len(found) + 1\n')
      .replace('    loud = text.upper()\n', '    text = text + ""\n    loud = text.upper()\n');
    const { trialOf } = await debug(wrong, '--passing', passing);
    assert.equal(trialOf(11), 'witnessed');
  });

  it('is not taken from a recording of something else, or of a run that failed', async () => {
    const passing = await recorded();
    writeFileSync(file, right.replace('>= least', '> least'));
    const failing = path.join(folder, 'failing.witness');
    await witness('trace', '--test', 'test_program.py::test_longest', '--out', failing, '--quiet');
    const refused = await debug(right.replace('>= least', '> least'), '--passing', failing);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /is not of a run that passed/);
    const other = await debug(right, '--passing', passing, '--test', 'test_program.py::test_none');
    assert.equal(other.code, 0, 'where nothing fails, nothing is asked of it');
    writeFileSync(
      file,
      'def longest(shelf, least):\n    return 1\n\n\nclass Shelf:\n    def __init__(self, books):\n        pass\n',
    );
    const none = await witness(
      ...['debug', 'program.py', '--test', 'test_program.py::test_none', '--passing', passing],
      ...(await isolationOptions()),
    );
    assert.equal(none.code, 2);
    assert.match(none.stderr, /none of the failing tests/);
  });

  it('is said by the user: of one side it narrows down, of both it blames', async () => {
    const wrong = right.replace('text.upper()', 'text.title()');
    const after = ['--expect-at', "program.py:17 loud='CC' @1", '--expect-at', "program.py:17 loud='AAA' @2"];
    const one = await debug(wrong, ...after);
    assert.equal(one.trialOf(17), 'before');
    const stated = one.document?.suspects.find(({ startLine }) => startLine === 17);
    assert.equal(stated?.trial?.isStated, true);
    assert.deepEqual(
      stated.evidence.filter(({ kind }) => kind === 'run'),
      [{ kind: 'run', ref: 'right at exit', note: 'as you say: the test passes' }],
    );
    const before = [
      '--expect-at',
      "program.py:17 before text='cc' @1",
      '--expect-at',
      "17 before text='aaa' @2",
    ];
    const both = await debug(wrong, ...after, ...before);
    assert.equal(both.trialOf(17), 'witnessed');
    assert.equal(both.document?.suspects[0]?.startLine, 17);
  });

  it('refutes a block that is not to blame', async () => {
    const { trialOf } = await debug(
      right.replace('text.upper()', 'text.title()'),
      ...['--expect-at', 'program.py:11 count=2'],
    );
    assert.equal(trialOf(11), 'refuted');
  });

  it('claims no more where it is what the test itself expects of the function that it calls', async () => {
    const wrong = right.replace('return found, count', 'return found, count + 1');
    const { document } = await debug(
      wrong,
      ...['--expect-at', 'program.py:13 return=(["AAA!", "CC!"], 2)', '--expect-at', '13 before count=2'],
    );
    const stated = document?.suspects.find(({ trial }) => trial?.isStated === true);
    assert.equal(stated?.trial?.verdict, 'claimed');
  });

  it('stands in for what a block raises', async () => {
    const wrong = right.replace('count = len(found)', 'count = len(found) // 0');
    const { trialOf } = await debug(wrong, '--expect-at', 'program.py:12 count=2');
    assert.equal(trialOf(11), 'before');
  });

  it('has to be a literal of a variable that is there, at a line of a function', async () => {
    for (const [said, why] of [
      ['program.py:17 loud=text', /text is not a literal/],
      ['program.py:17 lud=1', /lud is no variable at line 17/],
      ['program.py:15 loud=1', /No statement of a function begins at line 15/],
      ['program.py loud=1', /does not say what is right/],
      ['other.py:17 loud=1', /is not the file that is debugged/],
    ] as const) {
      const { code, stderr } = await debug(right.replace('upper', 'title'), '--expect-at', said);
      assert.equal(code, 2, said);
      assert.match(stderr, why);
    }
  });
});
