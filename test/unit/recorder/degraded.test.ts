// Recording goes on, and says so, where the blocks of a file cannot be told.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRegularFile } from '../../../src/host/platform/regularFile';
import { loadRecording } from '../../../src/host/trace/recordingFile';
import { recordPython } from '../../../src/host/trace/recordPython';
import { findPython } from '../../../src/host/python/interpreter';
import { assets, fixture, python, record } from './recordFixture';

describe('a file whose blocks cannot be told', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-degraded-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is recorded statement by statement', async () => {
    const file = fixture('exceptions.py');
    const out = path.join(folder, 'recording');
    const interpreter = await findPython({ explicit: python, folder, environment: process.env });
    await recordPython(
      {
        file,
        arguments: [],
        cwd: path.dirname(file),
        environment: process.env,
        interpreter,
        roots: [path.dirname(file)],
        granularity: 'block',
        steps: 'sampled',
        valueBudget: 200,
        limitMs: 20_000,
        stdin: 'ignore',
      },
      { assets, out, blocks: () => Promise.reject(new Error('no parser')) },
    );
    const degraded = await loadRecording(out);
    assert.match(degraded.parts.notes.join(), /exceptions\.py: recorded statement by statement/);
    const byLine = await record('exceptions.py', { granularity: 'line' });
    assert.deepEqual(order(degraded), order(byLine));
  });

  it('runs plainly when it cannot be instrumented, and the recording says so', async () => {
    const file = path.join(folder, 'deep.py');
    const depth = 20;
    const nested = Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}for i${i} in (1,):\n`).join('');
    writeFileSync(file, `${nested}${' '.repeat(depth)}print("innermost")\n`);
    const recording = await record(file);
    assert.equal(recording.parts.stdout.text, 'innermost\n');
    assert.match(
      recording.parts.notes.join(),
      /deep\.py: not recorded, it could not be instrumented \(SyntaxError\)/,
    );
  });

  it('is not looked for in what is no file: a program that came through a pipe', async () => {
    const file = path.join(folder, 'starter.py');
    const pipe = path.join(folder, 'piped');
    writeFileSync(
      file,
      `import os, subprocess, sys
os.mkfifo(${JSON.stringify(pipe)})
child = subprocess.Popen([sys.executable, ${JSON.stringify(pipe)}])
with open(${JSON.stringify(pipe)}, "w") as script:
    script.write("print('through a pipe')")
sys.exit(child.wait())
`,
    );
    const recording = await record(file);
    assert.equal(recording.parts.stdout.text, 'through a pipe\n');
    assert.equal(recording.parts.outcome.kind, 'exited');
    const reading = readRegularFile(pipe);
    await assert.rejects(reading, /is no regular file/);
    await assert.rejects(readRegularFile('/dev/zero'), /is no regular file/);
    await assert.rejects(readRegularFile(folder), /is no regular file/);
  });
});

function order(recording: Awaited<ReturnType<typeof record>>): number[] {
  const lines: number[] = [];
  for (let index = 0; index < recording.stepCount; index++) {
    const step = recording.step(index);
    if (step?.kind === 'block' && step.block !== undefined) lines.push(step.block.startLine);
  }
  return lines;
}
