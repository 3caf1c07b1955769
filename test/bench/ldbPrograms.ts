// The programs that the published block tracer can debug: those with a given test that fails.
import path from 'node:path';
import { z } from 'zod';
import { readRows } from './arguments';

const sets = ['humaneval', 'mbpp', 'transcoder'];

const seedSchema = z.object({
  task_id: z.union([z.string(), z.number()]),
  entry_point: z.string(),
  program: z.string(),
  measured_given_tests: z.array(z.tuple([z.string(), z.string()])),
});
const problemSchema = z.object({
  task_id: z.union([z.string(), z.number()]),
  given_tests: z.array(z.string()),
});

export interface DebuggableProgram {
  readonly name: string;
  /** The program with its first failing usable test as the last line. */
  readonly source: string;
}

/** In the order of the data. */
export function debuggablePrograms(data: string): DebuggableProgram[] {
  return sets.flatMap((set) => {
    const tests = new Map(
      readRows(path.join(data, `ldb/${set}_problems.jsonl`))
        .map((row) => problemSchema.parse(row))
        .map((row) => [row.task_id, row.given_tests]),
    );
    return readRows(path.join(data, `ldb/${set}_seeds_gpt35.jsonl`))
      .map((row) => seedSchema.parse(row))
      .flatMap((row) => {
        const usable = (tests.get(row.task_id) ?? []).filter(
          (test) => test.includes(row.entry_point) && !test.includes('assert False'),
        );
        const failing = usable[row.measured_given_tests.findIndex(([status]) => status !== 'pass')];
        if (failing === undefined) return [];
        const source = `${withoutOwnTests(row.program)}\n${failing}\n`;
        return [{ name: `${set} ${row.task_id}`, source }];
      });
  });
}

/** Tests that were left at the end of a program would keep the given one from being run; their lines stay, empty. */
function withoutOwnTests(program: string): string {
  return program.replace(/^(assert|print)\b.*$/gm, '');
}
