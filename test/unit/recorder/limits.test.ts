// Runs that do not end well: too long, killed, cancelled, unwritable, half there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../../src/host/failure';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { loadRecording } from '../../../src/host/trace/recordingFile';
import { trace } from '../../../src/host/trace/tracing';
import { eventually } from '../../support/eventually';
import { assets, python, record } from './recordFixture';

const pastLimit = path.resolve('test/bench/programs/python/past_limit.py');

describe('a run that does not end well', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-limits-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function program(name: string, source: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, source);
    return file;
  }

  it('is stopped at its limit, with what it did until then and where it was', async () => {
    const file = program(
      'endless.py',
      'def spin(step):\n    n = 0\n    while True:\n        n += step\nspin(2)\n',
    );
    const start = Date.now();
    const recording = await record(file, { limitMs: 800 });
    assert.ok(Date.now() - start < 10_000);
    const { outcome } = recording.parts;
    assert.ok(recording.stepCount > 10_000);
    assert.ok(outcome.kind === 'timeout', outcome.kind);
    const { where } = outcome;
    assert.deepEqual(
      where?.stack.map((at) => at.function),
      ['spin', '<module>'],
    );
    assert.ok([3, 4].includes(where.stack[0]?.line ?? 0));
    assert.equal(where.locals?.find((value) => value.name === 'step')?.text, '2');
  });

  it('is stopped at its limit while it waits', async () => {
    const file = program('waiting.py', 'import time\nprint("before", flush=True)\ntime.sleep(60)\n');
    const { outcome, stdout } = (await record(file, { limitMs: 3000 })).parts;
    assert.equal(outcome.kind === 'timeout' ? outcome.where?.stack[0]?.line : undefined, 3);
    assert.equal(stdout.text, 'before\n');
  });

  it('is gone within a second of its limit, by its own clock, also while it computes in C', async () => {
    const beats = path.join(folder, 'beats');
    const { outcome } = (await record(pastLimit, { limitMs: 3000, arguments: [beats] })).parts;
    assert.equal(outcome.kind, 'timeout');
    const lived = Number(readFileSync(beats, 'utf8'));
    assert.ok(lived > 0.01 && lived <= 4, `it lived for ${lived} s`);
  });

  it('is stopped at its limit with all that it started', async () => {
    const mark = path.join(folder, 'grandchild');
    const child = program('child.py', `import time\ntime.sleep(2.5)\nopen(${JSON.stringify(mark)}, "w")\n`);
    const start = `import subprocess, sys\nsubprocess.Popen([sys.executable, ${JSON.stringify(child)}]).wait()\n`;
    const file = program('parent.py', start);
    assert.equal((await record(file, { limitMs: 600 })).parts.outcome.kind, 'timeout');
    await sleep(2500);
    assert.throws(() => readFileSync(mark), /ENOENT/);
  });

  it('keeps what a killed program did', async () => {
    const file = program(
      'killed.py',
      'import os, signal, time\ndef f():\n    x = 1\n    time.sleep(0.2)\n    os.kill(os.getpid(), signal.SIGKILL)\nf()\n',
    );
    const recording = await record(file);
    assert.deepEqual(recording.parts.outcome, { kind: 'crashed', signal: 'SIGKILL' });
    assert.equal(recording.counts[recording.parts.blocks.findIndex((block) => block.id === 'f:0')], 1);
    assert.match(recording.parts.notes.join(), /last milliseconds may be missing/);
  });

  it('ends when it is cancelled', async () => {
    const file = program('long.py', 'import time\ntime.sleep(60)\n');
    const cancel = new AbortController();
    setTimeout(() => {
      cancel.abort();
    }, 300);
    const start = Date.now();
    const run = trace(
      {
        file,
        arguments: [],
        cwd: folder,
        environment: process.env,
        interpreter: python,
        granularity: 'block',
        steps: 'sampled',
        limitMs: 60_000,
        valueBudget: 200,
        stdin: 'ignore',
      },
      { assets, syntax: new SyntaxService(assets), signal: cancel.signal },
    );
    await assert.rejects(
      run,
      (error) => error instanceof Failure && error.message === 'The run was cancelled.',
    );
    assert.ok(Date.now() - start < 5000);
  });

  it('says so when the recording cannot be written', async () => {
    const file = program('short.py', 'print(1)\n');
    await assert.rejects(
      record(file, { out: path.join(folder, 'no', 'such', 'folder') }),
      /no such file or directory/i,
    );
    await assert.rejects(
      record(file, { out: '/dev/full' }),
      (error) =>
        error instanceof Failure &&
        /could not be written to \/dev\/full/.test(error.message) &&
        error.nextStep !== undefined,
    );
  });

  it('leaves a file that is readable wherever it is cut', async () => {
    const file = program(
      'loop.py',
      'def f():\n    t = 0\n    for i in range(50):\n        t += i\n    return t\nprint(f())\n',
    );
    const out = path.join(folder, 'whole.witness');
    const whole = await record(file, { out, steps: 'all' });
    const bytes = readFileSync(out);
    let previous = 0;
    for (let cut = 12; cut <= bytes.length; cut += 97) {
      const part = path.join(folder, 'part.witness');
      writeFileSync(part, bytes.subarray(0, cut));
      const recording = await loadRecording(part).catch((error: unknown) => {
        assert.ok(
          error instanceof Failure && /ends before it says what was run/.test(error.message),
          String(error),
        );
      });
      const steps = recording?.stepCount ?? 0;
      assert.ok(steps >= previous && steps <= whole.stepCount);
      previous = steps;
    }
    assert.equal((await loadRecording(out)).stepCount, whole.stepCount);
  });

  it('is refused when it is no recording, or of a later version', async () => {
    const other = path.join(folder, 'other');
    writeFileSync(other, 'something else entirely');
    await assert.rejects(loadRecording(other), /This is not a recording of Witness/);
    const later = Buffer.concat([Buffer.from('WITNESS\n'), Buffer.from([99, 0, 0, 0])]);
    writeFileSync(other, later);
    await assert.rejects(loadRecording(other), /later version of Witness \(format 99/);
  });

  it('survives an engine that dies: the program goes on as if nothing were', async () => {
    const file = program(
      'survivor.py',
      'import time\nopen("begun", "w").close()\nfor i in range(8):\n    time.sleep(0.1)\nopen("survived", "w").close()\n',
    );
    const cli = spawn(
      process.execPath,
      [path.join(assets, 'cli.js'), 'trace', file, '--interpreter', python, '--quiet'],
      { cwd: folder, stdio: 'ignore' },
    );
    await eventually(() => existsSync(path.join(folder, 'begun')), Boolean);
    cli.kill('SIGKILL');
    await once(cli, 'exit');
    await eventually(() => existsSync(path.join(folder, 'survived')), Boolean);
  });
});
