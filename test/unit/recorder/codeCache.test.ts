// Instrumented code on disk: found again by what it was made of, never believed when damaged, in a bounded folder.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Recording } from '../../../src/core/trace/recording';
import { removeOldest } from '../../../src/host/platform/boundedFolder';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { trace, type TraceRequest } from '../../../src/host/trace/tracing';
import { assets, python } from './recordFixture';

const main = 'import sys\nimport shop\n\nprint(shop.total([1, 2, 3]))\nprint(shop.twice(4))\n';
const shop = [
  'def total(prices):',
  '    sum = 0',
  '    while prices:',
  '        sum += prices.pop()',
  '    return sum',
  '',
  'twice = lambda n: 2 * n',
  '',
].join('\n');

describe('the cache of instrumented code', () => {
  let folder: string;
  let cache: string;
  const syntax = new SyntaxService(assets);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-code-'));
    cache = path.join(folder, 'cache');
    writeFileSync(path.join(folder, 'main.py'), main);
    writeFileSync(path.join(folder, 'shop.py'), shop);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function run(options: Partial<TraceRequest> = {}): Promise<Recording> {
    const request: TraceRequest = {
      file: path.join(folder, 'main.py'),
      arguments: [],
      cwd: folder,
      environment: process.env,
      interpreter: python,
      granularity: 'block',
      steps: 'sampled',
      limitMs: 20_000,
      valueBudget: 200,
      stdin: 'ignore',
      ...options,
    };
    return trace(request, { assets, syntax, codeCache: cache });
  }

  function kept(): string[] {
    return existsSync(cache) ? readdirSync(cache).map((name) => path.join(cache, name)) : [];
  }

  /** What a recording says, without when it was made. */
  function said({ parts }: Recording): string {
    const { run: description, ...rest } = parts;
    return JSON.stringify([description.file, rest]);
  }

  it('makes the code of a file once, and recordings are the same with it', async () => {
    const first = said(await run());
    const files = kept();
    const times = files.map((file) => readFileSync(file));
    assert.equal(files.length, 2);
    assert.equal(said(await run()), first);
    assert.deepEqual(kept(), files);
    assert.deepEqual(
      files.map((file) => readFileSync(file)),
      times,
    );
  });

  it('uses what was kept', async () => {
    await run();
    const age = new Date(Date.now() - 3_600_000);
    for (const file of kept()) utimesSync(file, age, age);
    await run();
    for (const file of kept()) assert.ok(statSync(file).mtimeMs > age.getTime(), 'it was not used');
  });

  it('makes new code for a changed file, for lines instead of blocks, and for another focus', async () => {
    await run();
    await run({ granularity: 'line' });
    assert.equal(kept().length, 4);
    writeFileSync(path.join(folder, 'shop.py'), shop.replace('2 * n', '3 * n'));
    const { parts } = await run();
    assert.equal(parts.stdout.text, '6\n12\n');
    assert.equal(kept().length, 5);
    await run({ focus: { kind: 'function', path: 'total' } });
    assert.ok(kept().length > 5);
  });

  it('does not believe a file that is damaged, cut, empty, or that others may write', async () => {
    const whole = said(await run());
    const damages: ((file: string) => void)[] = [
      (file) => {
        const bytes = readFileSync(file);
        const at = bytes.length >> 1;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
      (file) => {
        writeFileSync(file, readFileSync(file).subarray(0, 100));
      },
      (file) => {
        writeFileSync(file, '');
      },
      (file) => {
        // The code of the one file under the name of the other.
        for (const other of kept()) if (other !== file) writeFileSync(file, readFileSync(other));
      },
      (file) => {
        chmodSync(file, 0o666);
      },
    ];
    for (const damage of damages) {
      kept().slice(0, 1).forEach(damage);
      assert.equal(said(await run()), whole);
      for (const file of kept()) assert.equal(statSync(file).mode & 0o777, 0o600);
    }
  });

  it('does without where the folder cannot be made', async () => {
    const whole = said(await run());
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'a file');
    assert.equal(said(await run()), whole);
  });

  it('warns as the plain program does each time', async () => {
    writeFileSync(path.join(folder, 'shop.py'), `${shop}odd = 1 is 1\n`);
    for (let i = 0; i < 2; i++) {
      const { parts } = await run();
      assert.match(parts.stderr.text, /shop\.py:8: SyntaxWarning/);
    }
  });

  it('lets the least recently used files go', async () => {
    await run();
    const [old = '', recent = ''] = kept();
    const age = new Date(Date.now() - 3_600_000);
    utimesSync(old, age, age);
    await removeOldest(cache, { files: 10, bytes: statSync(recent).size });
    assert.deepEqual(kept(), [recent]);
    await removeOldest(cache, { files: 0 });
    assert.deepEqual(kept(), []);
  });
});
