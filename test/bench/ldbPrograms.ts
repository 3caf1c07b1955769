// Programs that a language model wrote and that fail a given test: those that the published block tracer can debug.
import path from 'node:path';
import * as z from 'zod';
import { readRows } from './arguments';

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

export interface LdbProgram {
  readonly id: string;
  /** Without tests of its own, which would run before those that count; their lines stay, empty. */
  readonly source: string;
  /** The given tests that can be used, and the first of them that fails. */
  readonly tests: readonly string[];
  readonly failing: string;
  /** Decides, and is never shown. */
  readonly finalTest: string;
}

/**
 * In the order of the data.
 * @param set `humaneval`, `mbpp` or `transcoder`
 */
export function ldbPrograms(data: string, set: string): LdbProgram[] {
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
      const failing = tests[measured.findIndex(([status]) => status !== 'pass')];
      if (problem === undefined || failing === undefined) return [];
      const source = program.replace(/^(assert|print)\b.*$/gm, '');
      return [{ id: String(id), source, tests, failing, finalTest: `${problem.test}\ncheck(${entry})` }];
    });
}
