// Every line in the order in which it ran and every variable's value, against an independent tracer.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lineSequence, renumbered, truthSchema, valuePoints, type Truth } from '../../support/lineSequence';
import { exactPrograms, truthPython } from './exactPrograms';
import { fixture, record } from './recordFixture';

describe('a recording with all values', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-exactness-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function truthOf(name: string): Truth {
    const tracer = path.resolve('test/support/python/truth_tracer.py');
    const out = path.join(folder, `${name}.json`);
    execFileSync(truthPython(), [tracer, fixture(name), out, '20'], { stdio: 'ignore' });
    return truthSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  }

  for (const name of exactPrograms) {
    it(`is exact in lines, order and values: ${name}`, async () => {
      const truth = truthOf(name);
      const recording = await record(name, { granularity: 'line', steps: 'all', valueBudget: 20_000 });
      const events = lineSequence(recording, new Set(truth.docstrings));
      assert.deepEqual(
        events.map(({ frame, line }) => `${frame}:${line}`),
        renumbered(truth.events),
      );
      const points = valuePoints(recording, events, truth);
      assert.ok(points.length > 20, `only ${points.length} values to compare`);
      assert.deepEqual(
        points.filter((point) => point.expected !== point.recorded),
        [],
      );
    });
  }
});
