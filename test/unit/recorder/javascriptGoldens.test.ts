// The corners of JavaScript: programs print what they print without the recorder, and how often each line ran is the
// expectation in test/golden/javascript. Where a function runs as it is, the expectation has what the recording says of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Recording } from '../../../src/core/trace/recording';
import { assertGolden } from '../../support/golden';
import { record } from './recordFixture';

const folder = path.resolve('test/fixtures/javascript');

describe('corners of JavaScript', function () {
  this.timeout(60_000);

  for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
    it(`are recorded as they run: ${name}`, async () => {
      const file = path.join(folder, name);
      const plain = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
      const recording = await record(file, { interpreter: process.execPath });
      const { stdout, stderr, notes } = recording.parts;
      assert.equal(plain.status, 0);
      assert.equal(stderr.text, plain.stderr);
      assert.equal(stdout.text, plain.stdout);
      const told = notes.map((note) => note.replace(folder + path.sep, ''));
      const text = [...withCounts(readFileSync(file, 'utf8'), recording), '', ...told].join('\n');
      assertGolden(`javascript/${path.basename(name, '.js')}`, text.trimEnd());
    });
  }
});

/** The lines of a program, each with how often the statements ran that start there, in the order of their blocks. */
function withCounts(text: string, recording: Recording): string[] {
  const counts = new Map<number, number[]>();
  for (const { index, lines } of recording.parts.blocks) {
    for (const line of new Set(lines)) {
      counts.set(line, [...(counts.get(line) ?? []), recording.counts[index] ?? 0]);
    }
  }
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => `${(counts.get(index) ?? []).join(' ').padStart(14)} | ${line}`.trimEnd());
}
