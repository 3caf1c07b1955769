// What a recording of ten million steps costs: the file, memory in the program and in Witness, time to read it again.
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { PythonInterpreter } from '../../../src/host/python/interpreter';
import { plainRun } from './measuring';
import { programFolder } from './programs';

/** Sizes that make about ten million steps. */
const programs = [
  { name: 'counter_loop', size: 3_000_000 },
  { name: 'fib', size: 30 },
  { name: 'quicksort', size: 160_000 },
  { name: 'richards', size: 50_000 },
  { name: 'generator_pipeline', size: 1_000_000 },
] as const;

/** Bytes and seconds. */
export interface LargeRecording {
  readonly name: string;
  readonly steps: number;
  readonly fileBytes: number;
  /** Largest memory of the recorded program less that of the plain one. */
  readonly extraMemory: number;
  readonly engineMemory: number;
  /** `witness trace --json` from its start to its end, and the part of it in which the program ran. */
  readonly seconds: number;
  readonly running: number;
}

export async function largeRecordings(
  interpreter: PythonInterpreter,
  folder: string,
): Promise<LargeRecording[]> {
  const rows: LargeRecording[] = [];
  for (const { name, size } of programs) {
    const file = path.join(programFolder, `${name}.py`);
    const plain = await plainRun(interpreter, file, size);
    const out = path.join(folder, 'large');
    const started = performance.now();
    const traced = await commandLine([
      'trace',
      file,
      '--json',
      '--out',
      out,
      '--limit-ms',
      '600000',
      '--',
      String(size),
    ]);
    const seconds = (performance.now() - started) / 1000;
    const document = JSON.parse(traced.stdout) as { stepsTotal: number; stdout: string };
    const printed = JSON.parse(document.stdout.trimEnd().split('\n').at(-1) ?? '') as {
      peak: number;
      wall: number;
    };
    rows.push({
      name,
      steps: document.stepsTotal,
      fileBytes: statSync(out).size,
      extraMemory: printed.peak - plain.peak,
      engineMemory: traced.peak,
      seconds,
      running: printed.wall,
    });
  }
  return rows;
}

/** Runs the built command line and watches its memory. @throws Error when it fails otherwise than its program. */
function commandLine(parameters: readonly string[]): Promise<{ stdout: string; peak: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.resolve('dist/cli.js'), ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pieces: Buffer[] = [];
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, peakMemory(child.pid));
    }, 50);
    child.stdout.on('data', (bytes: Buffer) => pieces.push(bytes));
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ stdout: Buffer.concat(pieces).toString('utf8'), peak });
      else reject(new Error(`witness ${parameters.join(' ')} ended with exit code ${code}`));
    });
  });
}

function peakMemory(pid: number | undefined): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
