import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { isolationOptions, probedLevel } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
  executableLines: z.number(),
  executedLines: z.array(z.number()),
  firstRunLines: z.array(z.number()),
  outcome: z.object({ kind: z.string() }),
  predicted: z.array(z.object({ kind: z.string(), name: z.string(), type: z.string(), source: z.string() })),
  errors: z.array(
    z.object({ line: z.number(), type: z.string(), level: z.string(), dependsOn: z.array(z.string()) }),
  ),
  isolation: z.string(),
  runs: z.number(),
  unread: z.array(z.number()),
});

interface Answer {
  readonly code: number | null;
  readonly document: z.infer<typeof documentSchema>;
}

describe('witness run', () => {
  let folder: string;
  let isolation: readonly string[];

  before(async () => {
    isolation = await isolationOptions();
    folder = mkdtempSync(path.join(tmpdir(), 'witness-run-'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a program with `--json`. */
  async function run(text: string, ...options: string[]): Promise<Answer> {
    const file = path.join(folder, 'piece.py');
    writeFileSync(file, text);
    const [code, stdout] = await new Promise<[number | null, string]>((resolve) => {
      const child = execFile(
        process.execPath,
        ['dist/cli.js', 'run', file, '--json', ...isolation, ...options],
        (_, output) => {
          resolve([child.exitCode, output]);
        },
      );
    });
    return { code, document: documentSchema.parse(JSON.parse(stdout)) };
  }

  it('runs code whose imports and names are missing, and says what it invented', async () => {
    const { code, document } = await run(
      'import absent_package\nclient = absent_package.Client(token)\nfor item in client.items():\n    total = item.price * 2\n',
    );
    assert.equal(code, 0);
    assert.equal(document.isolation, (await probedLevel()).level);
    assert.deepEqual(document.executedLines, [1, 2, 3, 4]);
    const names = document.predicted.map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(names.slice(0, 3), ['import absent_package', 'attribute Client', 'name token']);
  });

  it('calls an error witnessed only where nothing invented had part in it', async () => {
    const real = await run('size = None\nprint(len(size))\n');
    assert.equal(real.code, 1);
    assert.deepEqual(
      real.document.errors.map(({ line, type, level }) => [line, type, level]),
      [[2, 'TypeError', 'witnessed']],
    );
    const invented = await run('parts = name.split("/")\nif parts < 2:\n    pass\n');
    assert.equal(invented.code, 0);
    assert.deepEqual(
      invented.document.errors.map(({ line, level }) => [line, level]),
      [[2, 'claimed']],
    );
  });

  it('explores the other branches, and handlers', async () => {
    const text =
      'if ready:\n    a = 1\nelse:\n    a = 2\ntry:\n    b = load()\nexcept OSError:\n    b = None\n';
    const { document } = await run(text, '--explore', '8');
    assert.deepEqual(document.firstRunLines, [1, 2, 5, 6]);
    assert.deepEqual(document.executedLines, [1, 2, 4, 5, 6, 8]);
  });

  it('runs lines out of the middle of a method, with what the file defines', async () => {
    const text =
      'RATE = 3\n\nclass Account:\n    def pay(self, amount):\n        if amount:\n            due = amount * RATE\n            return due\n        return 0\n';
    const { document } = await run(text, '--range', '6:7');
    assert.deepEqual(document.executedLines, [6, 7]);
    assert.equal(document.outcome.kind, 'returned');
    assert.ok(!document.predicted.some(({ name }) => name === 'RATE'));
  });

  it('runs what stands beside a syntax error', async () => {
    const { document } = await run('a = 1\nb = = 2\nc = a + 1\n');
    assert.deepEqual(document.unread, [2]);
    assert.ok(document.executedLines.includes(3));
  });

  it('tells of a run that does not end', async () => {
    const { code, document } = await run('while True:\n    pass\n', '--limit-ms', '1000');
    assert.equal(code, 1);
    assert.equal(document.outcome.kind, 'timeout');
  });

  it('runs many files, with a document for each in their order, and an exit code for all', async () => {
    const names = Array.from({ length: 12 }, (_, i) => path.join(folder, `part${i}.py`));
    names.forEach((name, i) => {
      writeFileSync(name, i === 5 ? 'size = None\nprint(len(size))\n' : `value = ${i} + missing\n`);
    });
    const ran = await promisify(execFile)(process.execPath, [
      'dist/cli.js',
      'run',
      ...names,
      '--json',
      ...isolation,
    ]).catch((error: unknown) => z.object({ code: z.number(), stdout: z.string() }).parse(error));
    const documents = ran.stdout
      .trim()
      .split('\n')
      .map((line) => z.object({ file: z.string(), runs: z.number() }).parse(JSON.parse(line)));
    assert.deepEqual(
      documents.map(({ file }) => file),
      names,
    );
    assert.equal('code' in ran ? ran.code : 0, 1);
  });
});
