// CPython's own tests, run plain and recorded, the standard library's modules recorded with them: the same tests must
// run, pass, fail and be skipped. And a sample of test262 with Node, where --data DIR names it; --part cpython or
// --part test262 runs one of the two. `--only test_abc,test_ast` runs some, `--count N` the first N that pass plain;
// `--resume` goes on with a run that was broken off.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inflateSync } from 'node:zlib';
import * as z from 'zod';
import { chunkKinds, decodeChunks } from '../../src/core/trace/fileFormat';
import { moduleSchema } from '../../src/core/trace/schemas';
import { endTree, ownGroup } from '../../src/host/platform/processes';
import { findPython } from '../../src/host/python/interpreter';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { recordPython } from '../../src/host/trace/recordPython';
import { report } from './arguments';
import { exclusionOf, exclusions } from './conformanceExclusions';
import { tellTest262 } from './test262';
import { confined, pythonOfVersion } from './untrustedPython';

const plainLimitMs = 20_000;
const recordedLimitMs = 600_000;
const concurrency = 2;
/** A module a line, with `--resume` those of the run before. */
const progressFile = path.resolve('out/bench/conformance.progress');
const assets = path.resolve('dist');

const resultSchema = z.object({
  outcomes: z.record(z.string(), z.string()),
  problems: z.record(z.string(), z.string()),
});
type Result = z.infer<typeof resultSchema>;

/** How a run of one test module ended; no result where it did not get so far. */
interface Run {
  readonly end: string;
  readonly ms: number;
  readonly result: Result | undefined;
}

interface Comparison {
  readonly module: string;
  readonly tests: number;
  readonly plainMs: number;
  readonly recordedMs: number;
  /** Files that were compiled with probes, and those that could not be. */
  readonly recordedFiles: number;
  readonly unrecordedFiles: readonly string[];
  /** Test id (or the module, for its end) -> what differs. */
  readonly differences: ReadonlyMap<string, string>;
}

interface Place {
  readonly folder: string;
  /** A copy of the standard library: the folder of the script, so that its modules come first. */
  readonly library: string;
  readonly interpreter: string;
  /** By module, what a run before this one found; null where it does not pass plain. */
  earlier?: ReadonlyMap<string, Comparison | null>;
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { only: text, count: text, part: text, data: text, resume: { type: 'boolean' } },
  });
  const conforms = values.part === 'cpython' ? true : await tellTest262(values.data, values.only);
  if (values.part === 'test262') {
    process.exitCode = conforms ? 0 : 1;
    return;
  }
  const only = values.only?.split(',');
  const wanted = only?.length ?? Number(values.count ?? 150);
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-conformance-'));
  try {
    const place = await prepare(folder);
    if (values.resume === true) place.earlier = earlierComparisons();
    else rmSync(progressFile, { force: true });
    const names = only ?? testModules(place.library);
    const comparisons = await compareAll(names, wanted, place);
    process.exitCode = tell(comparisons) && conforms ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(folder: string): Promise<Place> {
  const python = pythonOfVersion('3.11');
  const original = path.resolve(path.dirname(python), '../lib/python3.11');
  const library = path.join(folder, 'Lib');
  const left = new Set(['__pycache__', 'site-packages', 'lib-dynload', 'idlelib', 'ensurepip']);
  cpSync(original, library, { recursive: true, filter: (source) => !left.has(path.basename(source)) });
  copyFileSync('test/support/python/suite_runner.py', path.join(library, 'suite_runner.py'));
  const interpreter = confined(python, folder);
  await findPython({ explicit: interpreter, folder, environment: process.env });
  return { folder, library, interpreter };
}

function testModules(library: string): string[] {
  return readdirSync(path.join(library, 'test'))
    .filter((file) => /^test_\w+\.py$/.test(file))
    .map((file) => file.replace('.py', ''))
    .sort();
}

/** Compares the first so many modules that pass plain, in order, two at a time. */
async function compareAll(names: readonly string[], wanted: number, place: Place): Promise<Comparison[]> {
  const found: (Comparison | undefined)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < names.length && found.filter((item) => item !== undefined).length < wanted) {
      const at = next++;
      found[at] = await known(names[at] ?? '', place);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return found.filter((item) => item !== undefined).slice(0, wanted);
}

/** What became of a module, from an earlier run where this one goes on with it; null: it does not pass plain. */
async function known(name: string, place: Place): Promise<Comparison | undefined> {
  const earlier = place.earlier?.get(name);
  if (earlier !== undefined) return earlier ?? undefined;
  const comparison = await compare(name, place);
  const kept = comparison && { ...comparison, differences: [...comparison.differences] };
  mkdirSync(path.dirname(progressFile), { recursive: true });
  appendFileSync(progressFile, `${JSON.stringify([name, kept ?? null])}\n`);
  return comparison;
}

type Kept = Omit<Comparison, 'differences'> & { readonly differences: [string, string][] };

function earlierComparisons(): Map<string, Comparison | null> {
  const lines = existsSync(progressFile) ? readFileSync(progressFile, 'utf8').trim().split('\n') : [];
  return new Map(
    lines.map((line) => {
      const [name, kept] = JSON.parse(line) as [string, Kept | null];
      return [name, kept && { ...kept, differences: new Map(kept.differences) }];
    }),
  );
}

async function compare(name: string, place: Place): Promise<Comparison | undefined> {
  const plain = await runPlain(name, place);
  if (plain.end !== 'exit 0' || plain.result === undefined || count(plain.result) === 0) {
    console.error(`${name}: does not pass plain (${plain.end}).`);
    return undefined;
  }
  const out = path.join(place.folder, `${name}.recording`);
  const recorded = await runRecorded(name, place, out);
  const files = recordedFiles(out);
  rmSync(out);
  const differences = differencesOf(name, plain, recorded);
  console.error(
    `${name}: ${count(plain.result)} tests, ${plain.ms} ms plain, ${recorded.ms} ms recorded, ${differences.size} differences`,
  );
  for (const [id, text] of differences) {
    if (exclusionOf(id, name) !== undefined) continue;
    console.error(`  ${id}: ${text}\n${(recorded.result?.problems[id] ?? '').replace(/^/gm, '    ')}`);
  }
  return {
    module: name,
    tests: count(plain.result),
    plainMs: plain.ms,
    recordedMs: recorded.ms,
    ...files,
    differences,
  };
}

function count(result: Result): number {
  return Object.keys(result.outcomes).length;
}

function differencesOf(name: string, plain: Run, recorded: Run): Map<string, string> {
  const differences = new Map<string, string>();
  const before = plain.result?.outcomes ?? {};
  const after = recorded.result?.outcomes;
  if (after === undefined) return differences.set(name, `the recorded run ended with ${recorded.end}`);
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[id] !== after[id]) {
      differences.set(id, `${before[id] ?? 'not run'} -> ${after[id] ?? 'not run'}`);
    }
  }
  if (differences.size === 0 && plain.end !== recorded.end) {
    differences.set(name, `${plain.end} -> ${recorded.end}`);
  }
  return differences;
}

interface Workplace {
  readonly cwd: string;
  readonly result: string;
  readonly environment: NodeJS.ProcessEnv;
}

function workplace(name: string, kind: string, { folder }: Place): Workplace {
  const cwd = path.join(folder, `${name}-${kind}`);
  const temporary = path.join(cwd, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const environment = { PATH: process.env['PATH'], HOME: cwd, TMPDIR: temporary, LANG: 'C.UTF-8' };
  return { cwd, result: path.join(folder, `${name}-${kind}.json`), environment };
}

async function runPlain(name: string, place: Place): Promise<Run> {
  const { cwd, result, environment } = workplace(name, 'plain', place);
  const script = path.join(place.library, 'suite_runner.py');
  const start = Date.now();
  const child = spawn(place.interpreter, [script, name, result], {
    cwd,
    env: environment,
    stdio: 'ignore',
    ...ownGroup(),
  });
  const timer = setTimeout(() => {
    endTree(child);
  }, plainLimitMs);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(timer);
  const ms = Date.now() - start;
  rmSync(cwd, { recursive: true, force: true });
  const end = signal !== null ? `signal ${signal}` : `exit ${code}`;
  return { end, ms, result: readResult(result) };
}

const syntax = new SyntaxService(assets);

async function runRecorded(name: string, place: Place, out: string): Promise<Run> {
  const { cwd, result, environment } = workplace(name, 'recorded', place);
  const start = Date.now();
  await recordPython(
    {
      file: path.join(place.library, 'suite_runner.py'),
      arguments: [name, result],
      cwd,
      environment,
      interpreter: { executable: place.interpreter, description: 'CPython 3.11', origin: 'bench' },
      roots: [place.library],
      granularity: 'block',
      steps: 'sampled',
      valueBudget: 200,
      limitMs: recordedLimitMs,
      stdin: 'ignore',
    },
    {
      assets,
      out,
      codeCache: path.join(place.folder, 'code'),
      blocks: (file, bytes) => syntax.model(file, bytes, 'block'),
    },
  );
  const ms = Date.now() - start;
  rmSync(cwd, { recursive: true, force: true });
  return { end: recordedEnd(out), ms, result: readResult(result) };
}

const outcomeSchema = z.object({
  kind: z.string(),
  exitCode: z.number().optional(),
  signal: z.string().optional(),
});

/** The end of a recorded run in the words of a plain one. */
function recordedEnd(out: string): string {
  const chunk = decodeChunks(readFileSync(out)).chunks.findLast(({ kind }) => kind === chunkKinds.outcome);
  if (chunk === undefined) return 'no end';
  const outcome = outcomeSchema.parse(JSON.parse(new TextDecoder().decode(inflated(chunk))));
  if (outcome.signal !== undefined) return `signal ${outcome.signal}`;
  return outcome.exitCode !== undefined ? `exit ${outcome.exitCode}` : outcome.kind;
}

function recordedFiles(out: string): Pick<Comparison, 'recordedFiles' | 'unrecordedFiles'> {
  const modules = decodeChunks(readFileSync(out))
    .chunks.filter(({ kind }) => kind === chunkKinds.module)
    .map((chunk) => moduleSchema.parse(JSON.parse(new TextDecoder().decode(inflated(chunk)))).module);
  const unrecorded = modules.filter((item) => item.degraded?.startsWith('not recorded') === true);
  return {
    recordedFiles: modules.length - unrecorded.length,
    unrecordedFiles: unrecorded.map((item) => `${path.basename(item.file)}: ${item.degraded ?? ''}`),
  };
}

function inflated(chunk: { deflated: boolean; payload: Uint8Array }): Uint8Array {
  return chunk.deflated ? inflateSync(chunk.payload) : chunk.payload;
}

function readResult(file: string): Result | undefined {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Prints the table; whether every difference has a reason. */
function tell(comparisons: readonly Comparison[]): boolean {
  const explained = new Map<string, string>();
  const unexplained: string[] = [];
  for (const { module, differences } of comparisons) {
    for (const [id, text] of differences) {
      const reason = exclusionOf(id, module);
      if (reason === undefined) unexplained.push(`${id}: ${text}`);
      else explained.set(id, reason);
    }
  }
  for (const [id, reason] of explained) console.log(`excluded: ${id}: ${reason}`);
  for (const file of new Set(comparisons.flatMap((item) => item.unrecordedFiles))) {
    console.log(`plain: ${file}`);
  }
  for (const text of unexplained) console.log(`UNEXPLAINED: ${text}`);
  const total = (pick: (item: Comparison) => number): number =>
    comparisons.reduce((sum, item) => sum + pick(item), 0);
  report('conformance', [
    ['test modules', comparisons.length],
    ['tests', total((item) => item.tests)],
    ['files compiled with probes', total((item) => item.recordedFiles)],
    ['differences excluded by name', `${explained.size} (${exclusions.size} names in the table)`],
    ['differences unexplained', unexplained.length],
    ['seconds plain', Math.round(total((item) => item.plainMs) / 1000)],
    ['seconds recorded', Math.round(total((item) => item.recordedMs) / 1000)],
  ]);
  return unexplained.length === 0;
}

void main();
