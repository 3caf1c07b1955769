// REval's questions (coverage, next line, state after a line), answered from recordings by line.
// Truths come from an independent tracer under CPython 3.11; all answers to a question must be the same set.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { TracedValue } from '../../src/core/trace/model';
import type { Recording, Step } from '../../src/core/trace/recording';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { trace } from '../../src/host/trace/tracing';
import { benchArguments, readRows, report } from './arguments';
import { valueAt } from '../support/lineSequence';
import { confined, pythonOfVersion } from './untrustedPython';

const programSchema = z.object({
  idx: z.number(),
  entry_point: z.string(),
  code: z.string(),
  inputs: z.array(z.string()),
});
const valueSchema = z.object({ repr: z.string(), type: z.string() });
const truthSchema = z.object({
  idx: z.number(),
  answers: z.array(
    z.object({
      input_idx: z.number(),
      return: z.string().nullable(),
      trace: z.array(z.number()).nullable(),
      task: z.array(
        z.object({
          lineno: z.number(),
          var: z.string(),
          covered: z.boolean(),
          next_lines: z.array(z.number()),
          values: z.array(valueSchema).nullable(),
        }),
      ),
    }),
  ),
});
type Question = z.infer<typeof truthSchema>['answers'][number]['task'][number];

/** Question -> why the recording answers otherwise. */
const comprehension =
  'the line of the comprehension that calls comes between two calls: CPython 3.11 gives comprehensions a frame of their own, we count them to their statement';
const explained: ReadonlyMap<string, string> = new Map([
  ['program 4 input 0 line 22', comprehension],
  ['program 4 input 1 line 22', comprehension],
]);

class Score {
  right = 0;
  asked = 0;
  readonly wrong: string[] = [];
  unexplained = 0;

  add(name: string, expected: unknown, actual: unknown): void {
    this.asked++;
    if (JSON.stringify(expected) === JSON.stringify(actual)) {
      this.right++;
      return;
    }
    const reason = explained.get(name);
    if (reason === undefined) this.unexplained++;
    this.wrong.push(
      `${name}: expected ${clip(expected)}, recorded ${clip(actual)}: ${reason ?? 'UNEXPLAINED'}`,
    );
  }

  row(name: string): [string, string, string] {
    return [name, `${this.right} of ${this.asked}`, `${((100 * this.right) / this.asked).toFixed(2)} %`];
  }
}

const scores = {
  coverage: new Score(),
  'next line': new Score(),
  state: new Score(),
  'return value': new Score(),
};

async function main(): Promise<void> {
  const { data, limit } = benchArguments();
  const programs = readRows(path.join(data, 'reval/data.jsonl'))
    .map((row) => programSchema.parse(row))
    .slice(0, limit);
  const truths = new Map(
    readRows(path.join(data, 'reval/answers.jsonl'))
      .map((row) => truthSchema.parse(row))
      .map((row) => [row.idx, row]),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-bench-'));
  try {
    const interpreter = confined(pythonOfVersion('3.11'), folder);
    const syntax = new SyntaxService(path.resolve('dist'));
    for (const program of programs) {
      const cwd = path.join(folder, String(program.idx));
      mkdirSync(cwd);
      const file = path.join(cwd, 'program.py');
      writeFileSync(file, program.code);
      for (const answer of truths.get(program.idx)?.answers ?? []) {
        const call = `${program.entry_point}(*${program.inputs[answer.input_idx] ?? '()'})`;
        const recording = await trace(
          {
            file,
            call,
            arguments: [],
            cwd,
            environment: { PATH: process.env['PATH'] },
            interpreter,
            granularity: 'line',
            steps: 'all',
            limitMs: 20_000,
            valueBudget: 20_000,
            stdin: 'ignore',
          },
          { assets: path.resolve('dist'), syntax },
        );
        compare(
          `program ${program.idx} input ${answer.input_idx}`,
          recording,
          program.entry_point,
          answer.return,
          answer.task,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [name, score] of Object.entries(scores)) {
    for (const difference of score.wrong) console.log(`${name}: ${difference}`);
  }
  report(
    'reval',
    Object.entries(scores).map(([name, score]) => score.row(name)),
  );
  const bad =
    scores.coverage.right < scores.coverage.asked ||
    [scores['next line'], scores.state].some((score) => score.right < 0.99 * score.asked) ||
    Object.values(scores).some((score) => score.unexplained > 0);
  process.exitCode = bad ? 1 : 0;
}

function compare(
  name: string,
  recording: Recording,
  entry: string,
  returned: string | null,
  questions: readonly Question[],
): void {
  const lines = executedLines(recording, entry);
  const { outcome } = recording.parts;
  scores['return value'].add(
    name,
    returned,
    outcome.kind === 'returned' ? (outcome.value?.text ?? 'None') : null,
  );
  for (const question of questions) {
    const label = `${name} line ${question.lineno}`;
    const at = lines.flatMap((item, i) => (item.line === question.lineno ? [i] : []));
    scores.coverage.add(label, question.covered, at.length > 0);
    const next = new Set(at.flatMap((i) => nextLine(lines, i)));
    scores['next line'].add(label, sorted(question.next_lines), sorted(next.size > 0 ? [...next] : [-1]));
    const states = statesAfter(recording, lines, at, question.var, entry);
    const expected =
      question.values === null ? [] : question.values.map((value) => `${value.type} ${value.repr}`);
    scores.state.add(`${label} ${question.var}`, sorted(new Set(expected)), sorted(new Set(states)));
  }
}

interface ExecutedLine {
  /** 1-based. */
  readonly line: number;
  readonly step: Step;
}

/** Lines in the order of the run, of calls of the entry function and what they call. As in the original, a line that
 * is repeated without another one between is listed once, with its last state, and a frame's return is an event of the
 * line from which it returns. */
function executedLines(recording: Recording, entry: string): ExecutedLine[] {
  const frames = recording.framesUnder(entry);
  const lines: ExecutedLine[] = [];
  for (let index = 0; index < recording.stepCount; index++) {
    const step = recording.step(index);
    if (step?.block === undefined || step.kind === 'raised' || !frames.has(step.frame.index)) continue;
    const line = step.block.startLine + 1;
    const before = lines.at(-1);
    if (before?.line !== line) lines.push({ line, step });
    // A lambda on its caller's line ends before the line does.
    else if (step.frame.index <= before.step.frame.index) lines.splice(-1, 1, { line, step });
  }
  return lines;
}

function nextLine(lines: readonly ExecutedLine[], at: number): number[] {
  return [lines[at + 1]?.line ?? -1];
}

/**
 * The values of a variable, of a tuple of variables or of an item of one, whenever the line has run. By the rules of the
 * original: of a tuple every value of one variable goes with every value of the others, of an item every state of the
 * container with every index; an inner function's tuples, and its variables when it has returned, are unknown.
 */
function statesAfter(
  recording: Recording,
  lines: readonly ExecutedLine[],
  at: readonly number[],
  expression: string,
  entry: string,
): string[] {
  const steps = at
    .flatMap((i) => lines[i]?.step ?? [])
    .filter((step) => !hasLeftInner(recording, step, entry));
  const values = (name: string): TracedValue[] =>
    steps.flatMap((step) => valueAt(recording, step, name) ?? []);
  const tuple = /^\((.*)\)$/.exec(expression)?.[1]?.split(/,\s*/);
  if (tuple !== undefined) {
    if (steps.some((step) => isInner(recording, step, entry))) return [];
    return product(tuple.map((name) => distinct(values(name).map(({ text }) => text)))).map(
      (parts) => `tuple (${parts.join(', ')})`,
    );
  }
  const [, container, key] = /^(\w+)\[(\w+)\]$/.exec(expression) ?? [];
  if (container !== undefined && key !== undefined) {
    const keys = distinct(values(key).map(({ text }) => text));
    const containers = distinct(values(container).map(({ text }) => text));
    return containers.flatMap((text) => keys.flatMap((index) => itemOf(text, index)));
  }
  return values(expression).map(({ type, text }) => `${type} ${text}`);
}

function isInner(recording: Recording, { frame }: Step, entry: string): boolean {
  return recording.functionOf(frame)?.path !== entry;
}

/** Whether the step is the last line of an inner function's frame. */
function hasLeftInner(recording: Recording, step: Step, entry: string): boolean {
  if (!isInner(recording, step, entry)) return false;
  for (let index = step.index + 1; index <= step.frame.lastStep; index++) {
    const next = recording.step(index);
    if (next?.frame.index === step.frame.index && next.kind === 'block') return false;
  }
  return true;
}

function product(sets: readonly (readonly string[])[]): string[][] {
  return sets.reduce<string[][]>(
    (rows, set) => rows.flatMap((row) => set.map((item) => [...row, item])),
    [[]],
  );
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** An item of a list or dictionary of ints and strings, read from their literals; none where there is no such item. */
function itemOf(container: string, index: string): string[] {
  const entries = container.slice(1, -1).split(', ');
  const found = container.startsWith('[')
    ? entries.at(Number(index))
    : entries.find((entry) => entry.startsWith(`${index}: `))?.slice(index.length + 2);
  return found === undefined ? [] : [`${/^-?\d+$/.test(found) ? 'int' : 'str'} ${found}`];
}

function sorted<T extends string | number>(items: Iterable<T>): T[] {
  return [...items].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function clip(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

void main();
