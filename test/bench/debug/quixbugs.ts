// One-line bugs in classic algorithms, with their test cases as asserts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readRows } from '../arguments';
import type { BuggyProgram } from './programs';

const rowSchema = z.object({
  name: z.string(),
  buggy: z.string(),
  correct: z.string(),
  bug_lines: z.array(z.number()),
  testcases: z.array(z.object({ args: z.unknown(), expected: z.unknown() })).nullable(),
  pytest: z.string(),
});
type Row = z.infer<typeof rowSchema>;

/** The programs in the order of the data; the graph programs take their tests from their test modules. */
export function quixbugs(data: string): BuggyProgram[] {
  const node = readFileSync(path.join(data, 'quixbugs/node.py'), 'utf8');
  return readRows(path.join(data, 'quixbugs/quixbugs.jsonl')).map((row) => {
    const parsed = rowSchema.parse(row);
    return {
      set: 'QuixBugs',
      name: parsed.name,
      source: withoutDescription(parsed.buggy),
      correct: withoutDescription(parsed.correct),
      tests: parsed.testcases === null ? testFunctions(parsed, node) : asserts(parsed),
      bugLines: parsed.bug_lines,
    };
  });
}

/** The text after the function gives the answer away. */
function withoutDescription(source: string): string {
  return source.replace(/\n"""[\s\S]*$/, '\n');
}

function asserts({ name, testcases, buggy }: Row): string[] {
  const isGenerator = /^\s+yield\b/m.test(buggy);
  return (testcases ?? []).map(({ args, expected }) => {
    const given = (Array.isArray(args) ? args : [args]).map(python).join(', ');
    const call = isGenerator ? `list(${name}(${given}))` : `${name}(${given})`;
    // What JSON holds are lists, also where the program gives tuples.
    const isNested = typeof expected === 'object' && expected !== null;
    const actual = isNested ? `__import__('json').loads(__import__('json').dumps(${call}))` : call;
    return `assert ${actual} == ${python(expected)}`;
  });
}

function python(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  return JSON.stringify(value);
}

function testFunctions({ pytest }: Row, node: string): string[] {
  const module = pytest
    .replace(/^import pytest.*$/m, '')
    .replace(/^from node import .*$/m, '')
    .replace(/^if pytest\.use_correct:[\s\S]*?\n(?=\S)(?:else:[\s\S]*?\n(?=\S|$))?/m, '');
  const names = [...module.matchAll(/^def (test\w*)\(\)/gm)].map(([, name]) => name ?? '');
  return names.map((name) => `${node}\n${module}\n${name}()`);
}
