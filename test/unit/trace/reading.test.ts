// A recording from the chunks of a file.
import assert from 'node:assert/strict';
import { chunkKinds } from '../../../src/core/trace/fileFormat';
import type { ModuleInRun, RunDescription } from '../../../src/core/trace/model';
import type { PlainChunk } from '../../../src/core/trace/payloads';
import { readRecording } from '../../../src/core/trace/reading';

const run: RunDescription = {
  file: '/m.py',
  language: 'python',
  arguments: [],
  cwd: '/',
  granularity: 'block',
  steps: 'sampled',
  interpreter: 'CPython',
  startedAt: '2026-01-01T00:00:00Z',
};
const module: ModuleInRun = {
  module: {
    file: '/m.py',
    functions: [{ path: '<module>', kind: 'module', startLine: 0, endLine: 1 }],
    blocks: [
      {
        id: '<module>:0',
        functionIndex: 0,
        isLoopHeader: false,
        startLine: 0,
        endLine: 0,
        lines: [0],
        definitions: [],
      },
    ],
  },
  firstCode: 16,
  codes: [{ blocks: [0], enter: 0 }, { blocks: [0] }],
};

function chunk(kind: number, payload: Uint8Array): PlainChunk {
  return { kind, payload };
}

function json(kind: number, value: unknown): PlainChunk {
  return chunk(kind, new TextEncoder().encode(JSON.stringify(value)));
}

function events(...words: number[]): PlainChunk {
  return chunk(chunkKinds.events, new Uint8Array(Uint32Array.from(words).buffer));
}

describe('a recording', () => {
  const start = [json(chunkKinds.run, run), json(chunkKinds.module, module), events(16, 17, 17)];
  const more = [events(17, 17), events(17)];

  it('is read to its end', () => {
    const whole = readRecording([...start, ...more]);
    assert.equal(whole.stepCount, readRecording(start).stepCount + 3);
    assert.ok(!whole.parts.notes.some((note) => note.includes('longer')));
  });

  it('is read as far as memory allows, and says so', () => {
    const { stepCount } = readRecording(start);
    const cut = readRecording([...start, ...more], true, { steps: stepCount - 1, frames: 100 });
    assert.equal(cut.stepCount, stepCount);
    assert.ok(
      cut.parts.notes.includes(
        `The recording is longer than what can be shown: steps and counts are those up to step ${stepCount}.`,
      ),
    );
  });
});
