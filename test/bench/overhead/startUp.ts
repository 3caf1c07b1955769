// How long it takes until a recorded program's first statement runs.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PythonInterpreter } from '../../../src/host/python/interpreter';
import { median } from './ratios';

/** Milliseconds from the start of the command to the program's first statement, in the middle of so many runs. */
export async function startUps(
  interpreter: PythonInterpreter,
  repetitions: number,
): Promise<{ plain: number; recorded: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-start-'));
  try {
    const file = path.join(folder, 'first.py');
    writeFileSync(file, 'import time\nprint(time.time())\n');
    const plain: number[] = [];
    const recorded: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      plain.push(await untilFirst(interpreter.executable, [file]));
      const command = [path.resolve('dist/cli.js'), 'trace', file, '--interpreter', interpreter.executable];
      recorded.push(await untilFirst(process.execPath, command));
    }
    return { plain: median(plain), recorded: median(recorded) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilFirst(executable: string, parameters: readonly string[]): Promise<number> {
  const started = Date.now();
  const { stdout } = await promisify(execFile)(executable, parameters);
  return Number(/\d+\.\d+/.exec(stdout)?.[0]) * 1000 - started;
}
