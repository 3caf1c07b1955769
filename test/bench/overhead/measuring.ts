// One run of a program of ours: plain, recorded, or under another tracer.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { PythonInterpreter } from '../../../src/host/python/interpreter';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { recordPython } from '../../../src/host/trace/recordPython';
import { programFolder } from './programs';

const assets = path.resolve('dist');
const syntax = new SyntaxService(assets);
const longestMs = 600_000;

const printedSchema = z.object({
  result: z.unknown(),
  wall: z.number(),
  processor: z.number(),
  peak: z.number().nullable(),
});

/** Times in seconds. */
export interface Measured {
  /** What the program computed, as JSON. */
  readonly result: string;
  /** Of the program's `main`, on the clock and on the processor. */
  readonly wall: number;
  readonly processor: number;
  /** Of the whole process, its start included. */
  readonly whole: number;
  /** Largest memory of the process in bytes; 0 where the system does not tell. */
  readonly peak: number;
}

export function plainRun(interpreter: PythonInterpreter, file: string, size: number): Promise<Measured> {
  return childRun(interpreter.executable, [file, String(size)]);
}

/** A run under another tracer, in an interpreter that has it. */
export function tracedRun(python: string, tool: string, name: string, size: number): Promise<Measured> {
  return childRun(python, [path.join(programFolder, 'traced_by.py'), tool, name, String(size)]);
}

async function childRun(executable: string, parameters: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const { stdout } = await promisify(execFile)(executable, parameters, { timeout: longestMs });
  return measured(stdout, started);
}

export async function recordedRun(
  interpreter: PythonInterpreter,
  file: string,
  size: number,
  steps: 'all' | 'sampled' | 'none',
  out: string,
): Promise<Measured> {
  let stdout = '';
  const started = performance.now();
  await recordPython(
    {
      file,
      arguments: [String(size)],
      cwd: path.dirname(file),
      environment: process.env,
      interpreter,
      roots: [path.dirname(file)],
      granularity: 'block',
      steps,
      valueBudget: 200,
      limitMs: longestMs,
      stdin: 'ignore',
    },
    {
      assets,
      out,
      blocks: (name, bytes) => syntax.model(name, bytes, 'block'),
      onOutput: (stream, bytes) => {
        if (stream === 'stdout') stdout += bytes.toString('utf8');
      },
    },
  );
  return measured(stdout, started);
}

function measured(stdout: string, started: number): Measured {
  const whole = (performance.now() - started) / 1000;
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  const { result, wall, processor, peak } = printedSchema.parse(JSON.parse(line));
  return { result: JSON.stringify(result), wall, processor, whole, peak: peak ?? 0 };
}
