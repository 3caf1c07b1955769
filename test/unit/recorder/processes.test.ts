// Processes that a recorded program starts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceDocument } from '../../../src/core/trace/document';
import { traceDocument } from '../../../src/core/trace/document';
import type { OtherProcess } from '../../../src/core/trace/recording';
import { eventually } from '../../support/eventually';
import { fixture, python, record } from './recordFixture';

const family = fixture('processes/family.py');

describe('a program of several processes', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-processes-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function program(name: string, source: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, source);
    return file;
  }

  async function recordFamily(...ways: string[]): ReturnType<typeof record> {
    const recording = await record(family, { arguments: ways });
    // An executable of its own: the interpreter may be a shim that starts another one.
    const executable = spawnSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    const plain = spawnSync(executable.stdout.trim(), [family, ...ways], {
      cwd: path.dirname(family),
      encoding: 'utf8',
    });
    assert.equal(comparable(recording.parts.stdout.text), comparable(plain.stdout));
    assert.equal(recording.parts.stderr.text, plain.stderr);
    return recording;
  }

  for (const method of ['fork', 'spawn', 'forkserver']) {
    it(`is recorded with its children: multiprocessing with ${method}`, async () => {
      const recording = await recordFamily(method);
      assert.deepEqual(callsOf([{ recording }], 'square'), [], 'nothing of the children in the parent');
      assert.deepEqual(callsOf(recording.parts.processes, 'square').sort(), [
        'square(0)',
        'square(1)',
        'square(2)',
        'square(3)',
        'square(3)',
      ]);
      for (const { recording: child } of recording.parts.processes) {
        assert.deepEqual(child.parts.outcome, { kind: 'exited', exitCode: 0 });
        for (const frame of child.parts.frames) assert.ok(frame.parent < frame.index);
      }
      assert.match(recording.parts.notes.join(), /more processes of the program were recorded/);
    });
  }

  it('is recorded with its children: fork and exec', async () => {
    const recording = await recordFamily('by_fork', 'by_exec');
    const { processes } = recording.parts;
    assert.deepEqual(
      processes.map(({ how, parent, recording: child }) => [how, parent, child.parts.outcome]),
      [
        ['fork', 0, { kind: 'exited', exitCode: 3 }],
        ['fork', 0, { kind: 'returned' }],
        ['exec', 2, { kind: 'returned' }],
      ],
    );
    assert.deepEqual(callsOf(processes, 'square'), ['square(9)']);
    assert.deepEqual(callsOf(processes, 'g'), ['g(…)']);
  });

  it('is recorded with its children: subprocess, spawn and posix_spawn', async () => {
    const recording = await recordFamily('by_subprocess');
    const { processes, notes } = recording.parts;
    assert.deepEqual(
      processes.map(({ command, recording: child }) => [
        command?.slice(1, 3).join(' '),
        child.parts.outcome.kind,
        child.parts.frames.length,
      ]),
      [
        ['script.py a', 'raised', 2],
        ['-Bc import module, sys; print(sys.argv); sys.exit(4)', 'exited', 2],
        ['-I script.py', 'returned', 2],
        ['-um module', 'returned', 2],
        ['-S -W', 'returned', 2],
        ['module.py', 'returned', 2],
        ['module.py', 'returned', 2],
      ],
    );
    assert.match(notes.join('\n'), / -: not recorded, it reads its program from its input\./);
    const document: TraceDocument = traceDocument(recording, { steps: 'all', maxSteps: 5000 });
    const raised = document.processes?.[0];
    assert.equal(raised?.how, 'spawn');
    assert.deepEqual(
      raised.steps.filter((step) => step.kind === 'raised').map((step) => step.exception?.type),
      ['ZeroDivisionError'],
    );
    assert.ok(document.steps.every((step) => step.block === null || !step.block.startsWith('f:')));
  });

  it('survives that a child is killed, with what the child did until then', async () => {
    const file = program(
      'killer.py',
      'import os, signal, time\ndef busy():\n    n = 0\n    while True:\n        n += 1\n' +
        'pid = os.fork()\nif pid == 0:\n    busy()\ntime.sleep(0.5)\nos.kill(pid, signal.SIGKILL)\nprint(os.waitpid(pid, 0)[1])\n',
    );
    const { parts } = await record(file);
    assert.equal(parts.stdout.text, '9\n');
    assert.deepEqual(parts.outcome, { kind: 'returned' });
    const [child] = parts.processes;
    assert.deepEqual(child?.recording.parts.outcome, { kind: 'crashed' });
    assert.ok(child.recording.stepCount > 1000);
  });

  it('leaves a child that outlives it alone', async () => {
    const mark = path.join(folder, 'outlived');
    const file = program(
      'parent.py',
      `import os, time\nif os.fork() == 0:\n    time.sleep(2)\n    def f():\n        return 5\n    open(${JSON.stringify(mark)}, "w").write(str(f()))\n    os._exit(0)\n`,
    );
    const start = Date.now();
    const { outcome } = (await record(file)).parts;
    assert.ok(Date.now() - start < 2500);
    assert.deepEqual(outcome, { kind: 'returned' });
    assert.equal(
      await eventually(
        () => (existsSync(mark) ? readFileSync(mark, 'utf8') : ''),
        (text) => text === '5',
      ),
      '5',
    );
    await sleep(100);
  });

  it('says which children it could not record', async () => {
    const other = program('python3', '#!/bin/sh\necho other\n');
    spawnSync('chmod', ['+x', other]);
    const file = program(
      'caller.py',
      `import subprocess\nsubprocess.run([${JSON.stringify(other)}, "x.py"])\n`,
    );
    const { parts } = await record(file);
    assert.equal(parts.stdout.text, 'other\n');
    assert.match(parts.notes.join(), /python3 x\.py: not recorded, it is started with another interpreter/);
  });
});

function callsOf(processes: readonly Pick<OtherProcess, 'recording'>[], name: string): string[] {
  return processes.flatMap(({ recording }) =>
    recording.parts.frames
      .filter((frame) => recording.functionOf(frame)?.path === name)
      .map((frame) => recording.callText(frame)),
  );
}

/** Without what no two runs share. */
function comparable(text: string): string {
  return text.replace(/0x[0-9a-f]+/g, '0x…');
}
