// The ECMAScript conformance tests, run plain and recorded under the same Node: the outcome must be the same.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { endTree, ownGroup } from '../../src/host/platform/processes';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { InstrumentedSources } from '../../src/host/trace/instrumentedSources';
import { recordJavaScript } from '../../src/host/trace/recordJavaScript';
import { readRows, report } from './arguments';
import { test262Exclusions } from './test262Exclusions';

const batchSize = 100;
const batchLimitMs = 120_000;
const assets = path.resolve('dist');
const runner = path.resolve('test/bench/javascript/test262Runner.cjs');

const row = z.object({ path: z.string(), source: z.string() });
const harnessRow = z.object({ name: z.string(), source: z.string() });

interface Test {
  readonly key: string;
  readonly path: string;
  readonly source: string;
  readonly flags: readonly string[];
  readonly includes: readonly string[];
}

interface Test262Result {
  readonly tests: number;
  /** Failing in Node itself, and so left out. */
  readonly failingPlain: number;
  readonly same: number;
  /** By name, with a reason. */
  readonly excluded: number;
  /** Texts with probes in them. */
  readonly instrumented: number;
  readonly differences: readonly string[];
}

/** Prints what differs. @param only Part of the paths of the tests to run. @returns whether nothing does. */
export async function tellTest262(data: string | undefined, only: string | undefined): Promise<boolean> {
  if (data === undefined) return true;
  const result = await runTest262(data, only);
  for (const difference of result.differences) console.log(difference);
  for (const [name, reason] of test262Exclusions) console.log(`left out: ${name}: ${reason}`);
  report('conformance-test262', [
    ['test262, in strict mode and outside of it', result.tests],
    ['  texts with probes', result.instrumented],
    ['  not passed by Node itself', result.failingPlain],
    ['  left out by name', result.excluded],
    ['  same outcome', result.same],
    ['  other outcome', result.differences.length],
  ]);
  return result.differences.length === 0;
}

async function runTest262(data: string, only: string | undefined): Promise<Test262Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-test262-'));
  try {
    const tests = readRows(path.join(data, 'test262/language.jsonl.gz'))
      .map((each) => row.parse(each))
      .filter((each) => only === undefined || each.path.includes(only))
      .flatMap(variants);
    const harness = Object.fromEntries(
      readRows(path.join(data, 'test262/harness.jsonl')).map((each) => {
        const { name, source } = harnessRow.parse(each);
        return [name, source];
      }),
    );
    return await compare(tests, harness, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A test runs in strict mode and outside of it, unless it says otherwise. */
function variants(test: z.infer<typeof row>): Test[] {
  const front = /\/\*---([\s\S]*?)---\*\//.exec(test.source)?.[1] ?? '';
  const flags = listIn(front, 'flags');
  const base = { path: test.path, flags, includes: listIn(front, 'includes') };
  const sloppy = { ...base, key: test.path, source: test.source };
  const strict = { ...base, key: `${test.path} (strict)`, source: `"use strict";\n${test.source}` };
  if (flags.includes('onlyStrict')) return [strict];
  return flags.some((flag) => /^(?:noStrict|raw|module)$/.test(flag)) ? [sloppy] : [sloppy, strict];
}

function listIn(front: string, key: string): string[] {
  const inline = new RegExp(`^${key}:\\s*\\[([^\\]]*)\\]`, 'm').exec(front)?.[1];
  if (inline !== undefined) return inline.split(',').map((item) => item.trim());
  const lines = new RegExp(`^${key}:\\s*\\n((?:\\s+-\\s*.*\\n?)+)`, 'm').exec(front)?.[1] ?? '';
  return [...lines.matchAll(/-\s*(\S+)/g)].map((found) => found[1] ?? '');
}

async function compare(
  tests: readonly Test[],
  harness: Readonly<Record<string, string>>,
  folder: string,
): Promise<Test262Result> {
  const syntax = new SyntaxService(assets);
  const totals = { failingPlain: 0, same: 0, excluded: 0, instrumented: 0 };
  const differences: string[] = [];
  for (let at = 0; at < tests.length; at += batchSize) {
    const batch = tests.slice(at, at + batchSize);
    const texts = await instrumented(batch, syntax);
    totals.instrumented += texts.filter(({ source, text }) => source !== text).length;
    const plain = await runBatch(
      batch.map((test) => ({ ...test, text: test.source })),
      harness,
      folder,
    );
    const recorded = await runBatch(texts, harness, folder, syntax);
    for (const test of batch) {
      const before = plain.get(test.key) ?? 'did not end';
      const after = recorded.get(test.key) ?? 'did not end';
      if (failsPlain(test, before)) totals.failingPlain++;
      else if (test262Exclusions.has(test.path)) totals.excluded++;
      else if (before === after) totals.same++;
      else differences.push(`${test.key}: plain ${before}, recorded ${after}`);
    }
    process.stderr.write(`\r${at + batch.length} of ${tests.length}, ${differences.length} differ`);
  }
  process.stderr.write('\n');
  return { tests: tests.length, ...totals, differences };
}

/** Whether Node itself does not do what the test asks for. */
function failsPlain({ source }: Test, outcome: string): boolean {
  const wanted = /negative:[\s\S]*?type:\s*(\w+)/.exec(source)?.[1] ?? 'completed';
  return outcome !== wanted;
}

async function instrumented(
  tests: readonly Test[],
  syntax: SyntaxService,
): Promise<(Test & { text: string })[]> {
  const sources = new InstrumentedSources(syntax, 'block', assets);
  const nowhere = { write: () => undefined, writeJson: () => undefined, redaction: undefined };
  const texts: (Test & { text: string })[] = [];
  for (const test of tests) {
    const format = test.flags.includes('module') ? 'module' : 'commonjs';
    // Modules of its realms are linked by the runner, which knows no others.
    const wanted = { path: test.path, source: test.source, format, keepsTypes: true } as const;
    const answer = await sources.answer(wanted, nowhere);
    texts.push({ ...test, text: answer?.text ?? test.source });
  }
  return texts;
}

/** Outcomes by key. A batch that takes too long is cut. */
async function runBatch(
  tests: readonly (Test & { text: string })[],
  harness: Readonly<Record<string, string>>,
  folder: string,
  recording?: SyntaxService,
): Promise<Map<string, string>> {
  const batch = path.join(folder, 'batch.json');
  const out = path.join(folder, 'outcomes.jsonl');
  rmSync(out, { force: true });
  writeFileSync(batch, JSON.stringify({ harness, tests }));
  if (recording === undefined) await runPlain([batch, out], folder);
  else await runRecorded([batch, out], folder, recording);
  const lines = existsSync(out) ? readFileSync(out, 'utf8').split('\n') : [];
  const outcome = z.tuple([z.string(), z.string()]);
  return new Map(lines.filter((line) => line !== '').map((line) => outcome.parse(JSON.parse(line))));
}

async function runPlain(args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(process.execPath, [...nodeFlags, runner, ...args], {
    cwd,
    stdio: 'ignore',
    ...ownGroup(),
  });
  const timer = setTimeout(() => {
    endTree(child);
  }, batchLimitMs);
  await once(child, 'exit');
  clearTimeout(timer);
}

const nodeFlags = ['--experimental-vm-modules', '--no-warnings'];

async function runRecorded(args: readonly string[], cwd: string, syntax: SyntaxService): Promise<void> {
  await recordJavaScript(
    {
      file: runner,
      arguments: args,
      cwd,
      environment: { ...process.env, NODE_OPTIONS: nodeFlags.join(' ') },
      interpreter: { executable: process.execPath, description: 'Node', origin: 'bench', environment: {} },
      roots: [cwd],
      granularity: 'block',
      steps: 'sampled',
      valueBudget: 200,
      limitMs: batchLimitMs,
      stdin: 'ignore',
    },
    { assets, out: path.join(cwd, 'recording'), syntax },
  );
}
