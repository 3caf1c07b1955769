// Runs a program plain and recorded and compares what a user sees of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../../../src/core/trace/model';
import type { Recording } from '../../../src/core/trace/recording';
import { python, record } from './recordFixture';

/** Writes a program into a new folder of its own, under a name with a blank in it; gives its path. */
export function writeProgram(home: string, program: string | Uint8Array): string {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const file = path.join(home, 'a program.py');
  writeFileSync(file, program);
  return file;
}

export interface Comparing {
  readonly interpreter?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Same output, same errors and tracebacks, same end; and something was recorded. */
export async function assertSame(file: string, options: Comparing = {}): Promise<Recording> {
  const { interpreter = python, environment = process.env } = options;
  const cwd = path.dirname(file);
  const args = ['one', 'two'];
  const plain = spawnSync(interpreter, [file, ...args], {
    cwd,
    env: environment,
    encoding: 'utf8',
    input: '',
    maxBuffer: 1 << 28,
  });
  const recording = await record(file, { arguments: args, interpreter, environment, limitMs: 60_000 });
  const { stdout, stderr, outcome } = recording.parts;
  assert.equal(stderr.text, plain.stderr);
  if (stdout.truncated) assert.equal(stdout.bytes, Buffer.byteLength(plain.stdout));
  else assert.equal(stdout.text, plain.stdout);
  assert.deepEqual(endOf(outcome), plain.signal ?? plain.status);
  assert.ok(recording.stepCount > 0);
  assert.deepEqual(
    recording.parts.notes.filter(
      (note) => !/farewell|process(es)? of the program|is no Python text/.test(note),
    ),
    [],
  );
  return recording;
}

/** Exit code or signal. */
function endOf(outcome: Outcome): number | string | undefined {
  if (outcome.kind === 'returned') return 0;
  if (outcome.kind === 'raised') return outcome.exception.type === 'KeyboardInterrupt' ? 'SIGINT' : 1;
  if (outcome.kind === 'crashed') return outcome.signal ?? outcome.exitCode;
  return outcome.kind === 'exited' ? outcome.exitCode : undefined;
}
