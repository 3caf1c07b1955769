// A program that is run on a copy of the files, and the time that it and its children take.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceText } from '../../../../src/host/dataflow/sourceFiles';

export interface TimedRun {
  readonly status: number | null;
  readonly stderr: string;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Runs a program in a folder. */
export function timedRun(command: readonly string[], cwd: string): TimedRun {
  const timed = ['-c', 'TIMEFORMAT="%U %S %R"; time "$@"', 'bash', ...command];
  const { status, stderr } = spawnSync('bash', timed, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [user = 0, system = 0, wall = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { status, stderr, cpuSeconds: user + system, wallSeconds: wall };
}

/** What `work` makes of a folder with copies of the files, which is deleted then. */
export function withCopies<T>(texts: readonly SourceText[], work: (folder: string) => T): T {
  const scratch = mkdtempSync(path.join(tmpdir(), 'witness-flow-scale-'));
  try {
    const folder = path.join(scratch, 'files');
    mkdirSync(folder);
    for (const { file, shown } of texts) {
      const copy = path.join(folder, shown);
      mkdirSync(path.dirname(copy), { recursive: true });
      writeFileSync(copy, readFileSync(file));
    }
    return work(folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
