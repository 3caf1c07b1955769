// What recording may cost: a slice of `npm run bench -- overhead`, with floors that hold on a busy machine.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunkKinds } from '../../../src/core/trace/fileFormat';
import { loadRecording, RecordingWriter } from '../../../src/host/trace/recordingFile';
import { python, record } from './recordFixture';

const programs = path.resolve('test/bench/programs/python');

interface Printed {
  readonly result: unknown;
  readonly processor: number;
  readonly peak: number;
}

describe('the cost of a recording', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-cost-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function program(name: string, source: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, source);
    return file;
  }

  for (const [name, size, floor] of [
    ['counter_loop', 1_000_000, 6],
    ['fib', 25, 6],
    ['generator_pipeline', 100_000, 6],
  ] as const) {
    it(`is a few times the plain run: ${name}`, async () => {
      const file = path.join(programs, `${name}.py`);
      const ratios: number[] = [];
      for (let i = 0; i < 3; i++) {
        const plain = printed(execFileSync(python, [file, String(size)], { encoding: 'utf8' }));
        const recording = await record(file, { arguments: [String(size)] });
        const recorded = printed(recording.parts.stdout.text);
        assert.deepEqual(recorded.result, plain.result);
        ratios.push(recorded.processor / plain.processor);
      }
      assert.ok(Math.min(...ratios) < floor, `ratios ${ratios.join(', ')}`);
    });
  }

  it('stays small on disk and in memory', async () => {
    const out = path.join(folder, 'large');
    const file = path.join(programs, 'quicksort.py');
    const plain = printed(execFileSync(python, [file, '30000'], { encoding: 'utf8' }));
    const recording = await record(file, { arguments: ['30000'], out });
    assert.ok(recording.stepCount > 1_000_000);
    assert.ok(statSync(out).size < 6 * recording.stepCount, `${statSync(out).size} bytes`);
    const added = printed(recording.parts.stdout.text).peak - plain.peak;
    assert.ok(added < 100e6, `${added} bytes of memory`);
  });

  it('is bounded when Witness is slower than the program', async () => {
    const file = program(
      'fast.py',
      [
        'import os, time',
        'print(os.getpid(), flush=True)',
        'end = time.monotonic() + 3',
        'n = 0',
        'while time.monotonic() < end:',
        '    for i in range(2000):',
        '        n += 1',
        'for line in open("/proc/self/status"):',
        '    if line.startswith("VmHWM:"):',
        '        print("peak", line.split()[1])',
      ].join('\n'),
    );
    const witness = spawn(process.execPath, [path.resolve('dist/cli.js'), 'trace', file], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    witness.stdout.on('data', (bytes: Buffer) => (output += bytes.toString('utf8')));
    await once(witness.stdout, 'data');
    witness.kill('SIGSTOP');
    await sleep(2500);
    witness.kill('SIGCONT');
    await once(witness, 'close');
    assert.equal(witness.exitCode, 0);
    const peak = Number(/peak (\d+)/.exec(output)?.[1]) * 1024;
    assert.ok(peak < 200e6, `${peak} bytes`);
  });

  it('is bounded in memory when the disk is slower than the program', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('sh', ['-c', `(sleep 0.5; cat > /dev/null) < "${pipe}"`], { stdio: 'ignore' });
    const writer = await RecordingWriter.create(pipe);
    assert.equal(writer.behind(), undefined);
    for (let i = 0; i < 20; i++) writer.write(chunkKinds.events, randomBytes(1_000_000));
    const written = writer.behind();
    assert.ok(written !== undefined);
    await written;
    assert.equal(writer.behind(), undefined);
    await writer.close();
    if (reader.exitCode === null) await once(reader, 'exit');
  });

  it('is at most the last moment of what a killed program did', async () => {
    for (let i = 0; i < 4; i++) {
      const out = path.join(folder, 'killed');
      const file = path.join(programs, 'endless.py');
      const witness = spawn(process.execPath, [path.resolve('dist/cli.js'), 'trace', file, '--out', out], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [bytes] = (await once(witness.stdout, 'data')) as [Buffer];
      witness.stdout.resume();
      await sleep(100 + Math.random() * 400);
      process.kill(Number(/\d+/.exec(bytes.toString('utf8'))?.[0]), 'SIGKILL');
      await once(witness, 'close');
      const recording = await loadRecording(out);
      assert.deepEqual(recording.parts.outcome, { kind: 'crashed', signal: 'SIGKILL' });
      assert.ok(recording.stepCount > 1000, `${recording.stepCount} steps`);
    }
  });

  for (const [name, source] of Object.entries({
    'a sum that never lets go': 'import time\ntime.sleep(0.1)\nsum(range(10**12))\n',
    'a regular expression that backtracks':
      'import re, time\ntime.sleep(0.1)\nre.match("(a|aa)+$", "a" * 80 + "b")\n',
  })) {
    it(`does not keep a run beyond its limit: ${name}`, async () => {
      const start = Date.now();
      const recording = await record(program('stubborn.py', source), { limitMs: 1000 });
      assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
      assert.equal(recording.parts.outcome.kind, 'timeout');
      assert.ok(recording.stepCount > 0);
    });
  }
});

function printed(stdout: string): Printed {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Printed;
}
