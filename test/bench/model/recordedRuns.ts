// Recorded sessions of a published debugger with a language model: the programs that it wrote, step by step.
import path from 'node:path';
import * as z from 'zod';
import { readRows } from '../arguments';

const rowSchema = z.object({
  task_id: z.union([z.string(), z.number()]),
  entry_point: z.string(),
  given_tests: z.array(z.string()),
  implementations: z.array(z.string()),
  is_solved: z.boolean(),
});
const problemSchema = z.object({
  task_id: z.union([z.string(), z.number()]),
  prompt: z.string(),
  test: z.string(),
});

export interface RecordedSession {
  readonly set: string;
  readonly name: string;
  readonly task: string;
  /** Tests that the debugger may see. */
  readonly tests: readonly string[];
  /** The program before the first step, and after each one. */
  readonly programs: readonly string[];
  /** Decides, and is never shown. */
  readonly finalTest: string;
  /** As recorded: the last program passes the final test. */
  readonly isSolved: boolean;
}

/** @param set `humaneval` or `mbpp` */
export function recordedSessions(data: string, set: string): RecordedSession[] {
  const problems = new Map(
    readRows(path.join(data, `ldb/${set}_problems.jsonl`))
      .map((row) => problemSchema.parse(row))
      .map((row) => [row.task_id, row]),
  );
  return readRows(path.join(data, `ldb/${set}_debug_gpt35.jsonl`))
    .map((row) => rowSchema.parse(row))
    .flatMap((row) => {
      const problem = problems.get(row.task_id);
      if (problem === undefined) return [];
      const { entry_point: entry, given_tests: given, implementations: programs, is_solved: isSolved } = row;
      const tests = given.filter((test) => test.includes(entry) && !test.includes('assert False'));
      const finalTest = `${problem.test}\ncheck(${entry})`;
      return [{ set, name: String(row.task_id), task: problem.prompt, tests, programs, finalTest, isSolved }];
    });
}
