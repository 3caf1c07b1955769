// Changes of programs that are known to change what they do.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as z from 'zod';
import { taskExamples } from '../../../src/core/fragment/taskExamples';
import { readRows } from '../arguments';
import { languageModelPrograms } from '../debug/languageModelPrograms';
import { quixbugs } from '../debug/quixbugs';

export interface Change {
  readonly name: string;
  readonly old: string;
  readonly new: string;
  readonly function: string;
  /** Calls that the texts themselves document. */
  readonly calls: readonly string[];
}

/** From the correct program to the one with a bug. */
export function quixbugsChanges(data: string): Change[] {
  return quixbugs(data).map(({ name, source, correct = '' }) => ({
    name,
    old: correct,
    new: source,
    function: name,
    calls: documentedCalls(`${correct}\n${source}`),
  }));
}

const problemSchema = z.object({
  task_id: z.string(),
  entry_point: z.string(),
  prompt: z.string(),
  canonical_solution: z.string(),
});

/** From the canonical solution to what a language model wrote, which fails a test. */
export function humanevalChanges(data: string): Change[] {
  const problems = new Map(
    readRows(path.join(data, 'ldb/humaneval_problems.jsonl'))
      .map((row) => problemSchema.parse(row))
      .map((row) => [row.task_id, row]),
  );
  return languageModelPrograms(data, 'humaneval').flatMap(({ name, source }) => {
    const problem = problems.get(name);
    if (problem === undefined) return [];
    const { prompt, canonical_solution: solution, entry_point: entry } = problem;
    return [
      { name, old: `${prompt}${solution}`, new: source, function: entry, calls: documentedCalls(prompt) },
    ];
  });
}

function documentedCalls(text: string): string[] {
  return taskExamples(text).map(({ call }) => call);
}

const preservedSchema = z.object({
  name: z.string(),
  kind: z.string(),
  function: z.string(),
  old: z.string(),
  new: z.string(),
});

/** A change after which a program does the same. */
export type PreservingChange = z.infer<typeof preservedSchema>;

/** So many changes of each kind, of the right programs in the order of the data. */
export function preservingChanges(data: string, python: string, ofEachKind: number): PreservingChange[] {
  const programs = [
    ...humanevalPrograms(data),
    ...quixbugsChanges(data).map(({ name, old }) => ({ name, source: old })),
  ];
  const { stdout, stderr, status } = spawnSync(python, ['test/bench/review/preserving.py'], {
    input: programs.map((program) => JSON.stringify(program)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`The programs cannot be changed: ${stderr}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const all = lines.map((line) => preservedSchema.parse(JSON.parse(line)));
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => all.filter((change) => change.kind === kind).slice(0, ofEachKind));
}

function humanevalPrograms(data: string): { name: string; source: string }[] {
  const rows = readRows(path.join(data, 'ldb/humaneval_problems.jsonl')).map((row) =>
    problemSchema.parse(row),
  );
  return rows.map((row) => ({ name: row.task_id, source: `${row.prompt}${row.canonical_solution}` }));
}
