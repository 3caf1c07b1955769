// What recording costs: time, beside other tracers; size and memory of long recordings; start; killed programs.
//   --part python|javascript   --only javascript|times|others|large|start|kills|limit   --repetitions N   --program NAME   --interpreter PATH   --no-peers
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findPython, type PythonInterpreter } from '../../src/host/python/interpreter';
import { report } from './arguments';
import { javascriptTimes } from './overhead/javascript';
import { killedRuns } from './overhead/kills';
import { plainRun, recordedRun, tracedRun } from './overhead/measuring';
import { interpreterWithTracers, otherTracers } from './overhead/otherTracers';
import { programs, sourceOf, type BenchProgram } from './overhead/programs';
import { geometricMean, median, ratioOf, type Ratio } from './overhead/ratios';
import { startUps } from './overhead/startUp';
import { secondsPastLimit } from './overhead/timeLimit';
import { largeRecordings } from './overhead/tenMillionSteps';

const limits = { mean: 2.7, worst: 6, fileBytes: 60e6, extraMemory: 300e6, kills: 50, pastLimit: 1 };

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    program: { type: 'string' },
    repetitions: { type: 'string' },
    interpreter: { type: 'string' },
    part: { type: 'string' },
    data: { type: 'string' },
    peers: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const repetitions = Number(given.repetitions ?? 5);
const chosen = programs.filter(({ name }) => given.program === undefined || given.program === name);

type Row = readonly [string, ...(string | number)[]];

async function main(): Promise<void> {
  const interpreter = await findPython({
    ...(given.interpreter !== undefined && { explicit: given.interpreter }),
    folder: process.cwd(),
    environment: process.env,
  });
  console.log(`${interpreter.description}, ${repetitions} repetitions; ratios to the plain run\n`);
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-overhead-'));
  const failures: string[] = [];
  const sections = {
    javascript: () => javascriptTimes({ repetitions, only: given.program, peers: given.peers }, failures),
    times: () => times(interpreter, folder, failures),
    others: () => others(interpreter),
    large: () => large(interpreter, folder, failures),
    start: () => start(interpreter),
    kills: () => kills(interpreter, folder, failures),
    limit: () => limit(interpreter, folder, failures),
  };
  try {
    for (const [name, section] of Object.entries(sections)) {
      if (given.only !== undefined && given.only !== name) continue;
      if (given.part !== undefined && (given.part === 'javascript') !== (name === 'javascript')) continue;
      report(`overhead-${name}`, await section());
      console.log();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const failure of failures) console.log(`FAILED: ${failure}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

async function times(interpreter: PythonInterpreter, folder: string, failures: string[]): Promise<Row[]> {
  const out = path.join(folder, 'recording');
  const columns: [string, Ratio[]][] = [];
  for (const steps of ['sampled', 'none', 'all'] as const) {
    const ratios: Ratio[] = [];
    for (const program of chosen) {
      const size = steps === 'all' ? program.smallSize : program.size;
      const plain = () => plainRun(interpreter, sourceOf(program), size);
      const recorded = () => recordedRun(interpreter, sourceOf(program), size, steps, out);
      ratios.push(await ratioOf(plain, recorded, repetitions));
    }
    columns.push([steps, ratios]);
  }
  const sampled = columns[0]?.[1].map((ratio) => ratio.wall) ?? [];
  const [mean, worst] = [geometricMean(sampled), Math.max(...sampled)];
  if (mean > limits.mean) failures.push(`the mean is ${mean.toFixed(2)}, above ${limits.mean}`);
  if (worst > limits.worst) failures.push(`the worst is ${worst.toFixed(2)}, above ${limits.worst}`);
  const all = columns.flatMap(([name, ratios]): [string, number[]][] => [
    [name, ratios.map((ratio) => ratio.wall)],
    [`${name} (processor)`, ratios.map((ratio) => ratio.processor)],
    ...(name === 'sampled'
      ? [['sampled (process)', ratios.map((ratio) => ratio.whole)] as [string, number[]]]
      : []),
  ]);
  return table(chosen, all);
}

async function others(interpreter: PythonInterpreter): Promise<Row[]> {
  const python = interpreterWithTracers(interpreter.executable);
  const plainInterpreter = { ...interpreter, executable: python };
  const columns: [string, number[]][] = [];
  for (const { tool, slow } of otherTracers) {
    const ratios: number[] = [];
    for (const program of chosen) {
      const size = slow ? program.tinySize : program.smallSize;
      const plain = () => plainRun(plainInterpreter, sourceOf(program), size);
      const traced = () => tracedRun(python, tool, program.name, size);
      ratios.push((await ratioOf(plain, traced, Math.min(3, repetitions))).wall);
    }
    columns.push([tool, ratios]);
  }
  return table(chosen, columns);
}

function table(rows: readonly BenchProgram[], columns: readonly (readonly [string, number[]])[]): Row[] {
  return [
    ['program', ...columns.map(([name]) => name)],
    ...rows.map((program, i): Row => [program.name, ...columns.map(([, ratios]) => shown(ratios[i] ?? NaN))]),
    ['geometric mean', ...columns.map(([, ratios]) => shown(geometricMean(ratios)))],
    ['worst', ...columns.map(([, ratios]) => shown(Math.max(...ratios)))],
  ];
}

async function large(interpreter: PythonInterpreter, folder: string, failures: string[]): Promise<Row[]> {
  const rows = await largeRecordings(interpreter, folder);
  for (const { name, fileBytes, extraMemory, steps } of rows) {
    const scale = steps / 10e6;
    if (fileBytes > limits.fileBytes * scale) failures.push(`${name}: the file has ${megabytes(fileBytes)}`);
    if (extraMemory > limits.extraMemory) failures.push(`${name}: ${megabytes(extraMemory)} more memory`);
  }
  return [
    [
      'recording',
      'steps',
      'file',
      'memory added',
      'memory of the engine',
      'seconds in all',
      'of these running',
    ],
    ...rows.map((row): Row => [
      row.name,
      row.steps,
      megabytes(row.fileBytes),
      megabytes(row.extraMemory),
      megabytes(row.engineMemory),
      row.seconds.toFixed(1),
      row.running.toFixed(1),
    ]),
  ];
}

async function start(interpreter: PythonInterpreter): Promise<Row[]> {
  const { plain, recorded } = await startUps(interpreter, 2 * repetitions + 1);
  return [
    ['start to first statement', 'ms'],
    ['python', plain.toFixed(0)],
    ['witness trace', recorded.toFixed(0)],
    ['ratio', (recorded / plain).toFixed(1)],
  ];
}

async function kills(interpreter: PythonInterpreter, folder: string, failures: string[]): Promise<Row[]> {
  const { readable, withSteps } = await killedRuns(interpreter, folder, limits.kills);
  if (withSteps < limits.kills) failures.push(`${limits.kills - withSteps} killed runs do not read`);
  return [
    ['killed at a random moment', String(limits.kills)],
    ['readable', readable],
    ['readable, with steps', withSteps],
  ];
}

async function limit(interpreter: PythonInterpreter, folder: string, failures: string[]): Promise<Row[]> {
  const past = await secondsPastLimit(interpreter, folder, 2 * repetitions);
  const worst = Math.max(...past);
  if (worst > limits.pastLimit) failures.push(`a program lived ${worst.toFixed(2)} s past its limit`);
  return [
    ['alive past a limit of 3 s', 'seconds'],
    ['in the middle', median(past).toFixed(2)],
    [`the worst of ${past.length}`, worst.toFixed(2)],
  ];
}

function shown(ratio: number): string {
  return ratio.toFixed(ratio < 20 ? 2 : 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

void main();
