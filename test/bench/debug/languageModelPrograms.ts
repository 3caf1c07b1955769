// Programs that a language model wrote, which fail a test that the debugger may see.
import path from 'node:path';
import { z } from 'zod';
import { readRows } from '../arguments';
import type { BuggyProgram } from './programs';

const seedSchema = z.object({
  task_id: z.union([z.string(), z.number()]),
  entry_point: z.string(),
  program: z.string(),
  measured_given_tests: z.array(z.tuple([z.string(), z.string()])),
});
const problemSchema = z.object({
  task_id: z.union([z.string(), z.number()]),
  given_tests: z.array(z.string()),
  test: z.string(),
});

/** @param set `humaneval` or `mbpp` */
export function languageModelPrograms(data: string, set: string): BuggyProgram[] {
  const problems = new Map(
    readRows(path.join(data, `ldb/${set}_problems.jsonl`))
      .map((row) => problemSchema.parse(row))
      .map((row) => [row.task_id, row]),
  );
  return readRows(path.join(data, `ldb/${set}_seeds_gpt35.jsonl`))
    .map((row) => seedSchema.parse(row))
    .flatMap(({ task_id: id, entry_point: entry, program, measured_given_tests: measured }) => {
      const problem = problems.get(id);
      const tests = (problem?.given_tests ?? []).filter(
        (test) => test.includes(entry) && !test.includes('assert False'),
      );
      if (problem === undefined || measured.every(([status]) => status === 'pass')) return [];
      return [
        {
          set,
          name: String(id),
          // Tests left at the end would run before those that count.
          source: program.replace(/^(assert|print)\b.*$/gm, ''),
          tests,
          finalTest: `${problem.test}\ncheck(${entry})`,
        },
      ];
    });
}
