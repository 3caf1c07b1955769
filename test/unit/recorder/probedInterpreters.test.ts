import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ProbedInterpreters } from '../../../src/host/python/probedInterpreters';

describe('what is known of interpreters', () => {
  let folder: string;
  let asked: string[];
  let time: number;
  let known: ProbedInterpreters<{ version: number }>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'witness-probes-'));
    asked = [];
    time = 0;
    known = new ProbedInterpreters(() => time);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const get = (name: string, answer: { version: number } | string = { version: asked.length + 1 }) =>
    known.get(name, folder, () => {
      asked.push(name);
      return Promise.resolve(answer);
    });

  it('is believed for a minute', async () => {
    assert.deepEqual(await get('python3'), { version: 1 });
    time = 59_000;
    assert.deepEqual(await get('python3'), { version: 1 });
    time = 61_000;
    assert.deepEqual(await get('python3'), { version: 2 });
  });

  it('is asked again when another version is chosen for the folder', async () => {
    await get('python3');
    await writeFile(path.join(folder, '.python-version'), '3.12\n');
    assert.deepEqual(await get('python3'), { version: 2 });
  });

  it('is asked again when the executable is replaced', async () => {
    const executable = path.join(folder, 'python');
    await writeFile(executable, '');
    await get(executable);
    await get(executable);
    await utimes(executable, 1, 1);
    await get(executable);
    assert.equal(asked.length, 2);
  });

  it('is not kept where there is none', async () => {
    assert.equal(await get('python9', 'not there'), 'not there');
    assert.deepEqual(await get('python9'), { version: 2 });
  });
});
