// Changes of programs that are known to change what they do.
import path from 'node:path';
import { z } from 'zod';
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
