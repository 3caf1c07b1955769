// Block order against an independent tracer: what ran, in which order, frame by frame.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as z from 'zod';
import type { Recording } from '../../../src/core/trace/recording';
import { exactPrograms, truthPython } from './exactPrograms';
import { fixture, record } from './recordFixture';

const tracedFrames = z.array(
  z.object({ function: z.string(), first: z.number(), lines: z.array(z.number()) }),
);

const tracedByFrame = new Set(['branches.py', 'loops.py', 'exceptions.py', 'frames.py', 'asynchronous.py']);

describe('the order of a recording', () => {
  for (const name of exactPrograms.filter((program) => tracedByFrame.has(program))) {
    it(`is that of sys.settrace: ${name}`, async () => {
      const recording = await record(name, { granularity: 'line' });
      assert.deepEqual(recordedFrames(recording), truth(name));
    });
  }

  it('keeps tasks that take turns apart', async () => {
    const recording = await record('asynchronous.py');
    const callers = recording.parts.frames
      .filter((frame) => recording.functionOf(frame)?.path === 'work')
      .map((frame) => recording.functionOf(recording.parts.frames[frame.parent] ?? frame)?.path);
    assert.deepEqual(callers, ['<module>', '<module>']);
  });

  it('is the same by block as by line', async () => {
    const byBlock = await record('loops.py');
    const lines = byBlock.parts.frames.map((frame) => expandedLines(byBlock, frame.index));
    const byLine = await record('loops.py', { granularity: 'line' });
    assert.deepEqual(
      lines,
      byLine.parts.frames.map((frame) => expandedLines(byLine, frame.index)),
    );
  });
});

/** Functions and their lines, in order of their frames; equal neighbours once. */
function recordedFrames(recording: Recording): { function: string; lines: number[] }[] {
  return recording.parts.frames.map((frame) => {
    const path = recording.functionOf(frame)?.path ?? '?';
    const name = path.slice(path.lastIndexOf('.') + 1).replace(/~\d+$/, '');
    return { function: name, lines: expandedLines(recording, frame.index) };
  });
}

function expandedLines(recording: Recording, frame: number): number[] {
  const lines: number[] = [];
  for (let index = 0; index < recording.stepCount; index++) {
    const step = recording.step(index);
    if (step?.frame.index !== frame || step.kind !== 'block' || step.block === undefined) continue;
    for (const line of step.block.lines) if (lines.at(-1) !== line + 1) lines.push(line + 1);
  }
  return lines;
}

function truth(name: string): { function: string; lines: number[] }[] {
  const tracer = path.resolve('test/support/python/line_tracer.py');
  const output = execFileSync(truthPython(), [tracer, fixture(name)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return tracedFrames
    .parse(JSON.parse(output))
    .map((frame) => ({ function: frame.function, lines: frame.lines }));
}
