// Recordings of the programs that the published block tracer debugs, against an independent tracer: lines, their order
// and values. Prints every difference; ends with 1 where fewer than the promised share are equal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Recording } from '../../src/core/trace/recording';
import { Failure } from '../../src/host/failure';
import { endTree, ownGroup } from '../../src/host/platform/processes';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { trace, type TraceRequest } from '../../src/host/trace/tracing';
import { benchArguments, report } from './arguments';
import { ldbPrograms } from './ldbPrograms';
import {
  lineSequence,
  renumbered,
  truthSchema,
  valuePoints,
  type LineEvent,
  type Truth,
  type ValuePoint,
} from '../support/lineSequence';
import { randomFrom } from './seededRandom';
import { confined, pythonOfVersion } from './untrustedPython';

const limitMs = 5000;
const askedPoints = 200;
const assets = path.resolve('dist');

/** A point at which a value was asked for. */
interface AskedPoint extends ValuePoint {
  readonly program: string;
}

/** What the programs add up to. */
const total = {
  parsed: 0,
  recorded: 0,
  raised: 0,
  timedOut: 0,
  sameEnd: 0,
  sameSet: 0,
  sameSequence: 0,
  points: [] as AskedPoint[],
  ms: { plain: 0, witness: 0, lines: 0, printing: 0 },
  timed: 0,
};
const differences: string[] = [];

function isWrong(point: ValuePoint): boolean {
  return point.expected !== point.recorded;
}

async function main(): Promise<void> {
  const { data, limit } = benchArguments();
  const seed = Number(process.env['WITNESS_SEED'] ?? 20_250_101);
  const programs = ['humaneval', 'mbpp', 'transcoder']
    .flatMap((set) =>
      ldbPrograms(data, set).map(({ id, source, failing }) => ({
        name: `${set} ${id}`,
        source: `${source}\n${failing}\n`,
      })),
    )
    .slice(0, limit);
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-bench-'));
  try {
    const interpreter = confined(pythonOfVersion('3.11'), folder);
    for (const program of programs) await compare(program, interpreter, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.exitCode = tell(programs.length, seed) ? 0 : 1;
}

const syntax = new SyntaxService(assets);

/** @param program With the test that fails as its last line. */
async function compare(
  program: { readonly name: string; readonly source: string },
  interpreter: string,
  folder: string,
): Promise<void> {
  const cwd = path.join(folder, program.name.replaceAll(/\W/g, '-'));
  mkdirSync(cwd);
  const file = path.join(cwd, 'program.py');
  writeFileSync(file, program.source);
  if ((await timed(interpreter, ['-m', 'py_compile', file], cwd)).code !== 0) return;
  total.parsed++;
  const recording = await recorded(program.name, { file, cwd, interpreter, steps: 'all' });
  if (recording === undefined) return;
  total.recorded++;
  const truth = await truthOf(file, interpreter, cwd);
  if (truth === undefined) {
    differences.push(`${program.name}: the independent tracer gave no truth`);
    return;
  }
  compareEnds(program.name, recording, truth);
  const events = lineSequence(recording, new Set(truth.docstrings));
  compareLines(program.name, events, truth);
  for (const point of valuePoints(recording, events, truth)) {
    total.points.push({ ...point, program: program.name });
  }
  if (recording.parts.outcome.kind !== 'timeout') await time(file, interpreter, cwd);
}

type Asked = Pick<TraceRequest, 'file' | 'cwd' | 'interpreter' | 'steps'>;

async function recorded(name: string, asked: Asked): Promise<Recording | undefined> {
  const lines = asked.steps === 'all';
  try {
    return await trace(
      {
        ...asked,
        arguments: [],
        environment: { PATH: process.env['PATH'], PYTHONHASHSEED: '0' },
        granularity: lines ? 'line' : 'block',
        limitMs,
        valueBudget: lines ? 20_000 : 200,
        stdin: 'ignore',
      },
      { assets, syntax },
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    differences.push(`${name}: no recording: ${error.message}`);
    return undefined;
  }
}

async function truthOf(file: string, interpreter: string, cwd: string): Promise<Truth | undefined> {
  const out = path.join(cwd, 'truth.json');
  const tracer = path.resolve('test/support/python/truth_tracer.py');
  await timed(interpreter, [tracer, file, out, String(limitMs / 1000)], cwd);
  try {
    return truthSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  } catch {
    return undefined;
  }
}

function compareEnds(name: string, recording: Recording, { end }: Truth): void {
  const { outcome } = recording.parts;
  if (outcome.kind === 'raised') total.raised++;
  if (outcome.kind === 'timeout') total.timedOut++;
  const recordedEnd = outcome.kind === 'raised' ? `raised ${outcome.exception.type}` : outcome.kind;
  const expected = end.type === undefined ? end.kind : `${end.kind} ${end.type}`;
  if (recordedEnd === expected) total.sameEnd++;
  else differences.push(`${name}: ends with ${recordedEnd}, expected ${expected}`);
}

/** A run that was ended from outside is compared as far as both go. */
function compareLines(name: string, events: readonly LineEvent[], truth: Truth): void {
  const cut = truth.end.kind === 'timeout' || truth.events.length >= 200_000;
  const length = cut ? Math.min(events.length, truth.events.length) : Infinity;
  const expected = renumbered(truth.events.slice(0, length));
  const actual = events.slice(0, length).map(({ frame, line }) => `${frame}:${line}`);
  const missing = without(linesOf(expected), linesOf(actual));
  const added = without(linesOf(actual), linesOf(expected));
  if (missing.length + added.length === 0) total.sameSet++;
  else differences.push(`${name}: lines missing ${missing.join()}, too many ${added.join()}`);
  const at = expected.findIndex((item, i) => item !== actual[i]);
  if (at < 0 && expected.length === actual.length) {
    total.sameSequence++;
    return;
  }
  const from = at < 0 ? expected.length : at;
  const near = (list: readonly string[]): string => list.slice(Math.max(0, from - 3), from + 4).join(' ');
  differences.push(
    `${name}: sequence differs at event ${from}: expected ${near(expected)}, recorded ${near(actual)}`,
  );
}

function linesOf(events: readonly string[]): Set<string> {
  return new Set(events.map((event) => event.slice(event.indexOf(':') + 1)));
}

function without(items: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...items].filter((item) => !others.has(item));
}

interface Timed {
  readonly code: number | null;
  readonly ms: number;
}

async function timed(interpreter: string, args: readonly string[], cwd: string): Promise<Timed> {
  const start = performance.now();
  const child = spawn(interpreter, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], PYTHONHASHSEED: '0' },
    ...ownGroup(),
  });
  child.stdout.resume();
  const timer = setTimeout(() => {
    endTree(child);
  }, 2 * limitMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, ms: performance.now() - start };
}

async function time(file: string, interpreter: string, cwd: string): Promise<void> {
  const start = performance.now();
  if ((await recorded(file, { file, cwd, interpreter, steps: 'sampled' })) === undefined) return;
  total.ms.witness += performance.now() - start;
  total.ms.plain += (await timed(interpreter, [file], cwd)).ms;
  total.ms.lines += (await timed(interpreter, ['-m', 'trace', '--trace', file], cwd)).ms;
  const printing = path.resolve('test/support/python/printing_run.py');
  total.ms.printing += (await timed(interpreter, [printing, file], cwd)).ms;
  total.timed++;
}

function tell(programs: number, seed: number): boolean {
  const points = randomFrom(seed).sample(total.points, askedPoints);
  const wrong = points.filter(isWrong);
  const allWrong = total.points.filter(isWrong);
  for (const point of allWrong) {
    differences.push(
      `${point.program}: event ${point.event}, line ${point.line}: ${point.name} is ${clip(point.expected)}, recorded ${clip(point.recorded)}`,
    );
  }
  for (const difference of differences) console.log(difference);
  const { ms, timed: runs } = total;
  const each = (sum: number): string => `${(sum / Math.max(1, runs)).toFixed(0)} ms`;
  report('trace', [
    ['programs', programs],
    ['that parse', total.parsed],
    ['recorded', share(total.recorded, total.parsed)],
    ['that raise, time out', `${total.raised}, ${total.timedOut}`],
    ['same end', share(total.sameEnd, total.recorded)],
    ['same lines', share(total.sameSet, total.recorded)],
    ['same sequence', share(total.sameSequence, total.recorded)],
    [`values, seed ${seed}`, share(points.length - wrong.length, points.length)],
    ['points that they are drawn from', total.points.length],
    ['equal of all these points', share(total.points.length - allWrong.length, total.points.length)],
    ['plain run', each(ms.plain)],
    ['recording', each(ms.witness)],
    ['python -m trace and a printing run', `${each(ms.lines)} + ${each(ms.printing)}`],
  ]);
  return (
    total.parsed > 0 &&
    total.recorded === total.parsed &&
    total.sameEnd === total.recorded &&
    total.sameSet === total.recorded &&
    total.sameSequence >= 0.99 * total.recorded &&
    points.length === Math.min(askedPoints, total.points.length) &&
    points.length > 0 &&
    wrong.length === 0
  );
}

function share(part: number, whole: number): string {
  return `${part} of ${whole}, ${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
}

function clip(text: string | undefined): string {
  return text === undefined ? 'nothing' : text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

void main();
