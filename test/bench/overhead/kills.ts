// Programs that are killed at a random moment: what was recorded until then must read.
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { PythonInterpreter } from '../../../src/host/python/interpreter';
import { loadRecording } from '../../../src/host/trace/recordingFile';
import { programFolder } from './programs';

/** How many of so many recordings read, and how many of these hold steps. */
export async function killedRuns(
  interpreter: PythonInterpreter,
  folder: string,
  times: number,
): Promise<{ readable: number; withSteps: number }> {
  let readable = 0;
  let withSteps = 0;
  for (let i = 0; i < times; i++) {
    const out = path.join(folder, 'killed');
    await killedRun(interpreter, out, 200 + Math.random() * 800);
    try {
      const recording = await loadRecording(out);
      readable++;
      if (recording.stepCount > 0) withSteps++;
    } catch (error) {
      console.error(`kill ${i}: ${String(error)}`);
    }
  }
  return { readable, withSteps };
}

/** The program prints its process id and then computes; it is killed so many milliseconds later. */
function killedRun(interpreter: PythonInterpreter, out: string, afterMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const file = path.join(programFolder, 'endless.py');
    const parameters = [path.resolve('dist/cli.js'), 'trace', file];
    const child = spawn(
      process.execPath,
      [...parameters, '--interpreter', interpreter.executable, '--out', out],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    child.stdout.once('data', (bytes: Buffer) => {
      const pid = Number(/\d+/.exec(bytes.toString('utf8'))?.[0]);
      setTimeout(() => process.kill(pid, 'SIGKILL'), afterMs);
    });
    child.stdout.on('data', () => undefined);
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });
}
