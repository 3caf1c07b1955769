// Programs of which every line and value is compared with an independent tracer, and the Python that can tell the truth.
import assert from 'node:assert/strict';
import { minorVersionOf, pythonsFrom39 } from '../../support/pythons';
import { python } from './recordFixture';

/** The oldest minor version whose grammar has what the program uses. */
const since: Readonly<Record<string, number>> = {
  'names.py': 9,
  'branches.py': 10,
  'loops.py': 9,
  'frames.py': 9,
  'generators.py': 9,
  'classes.py': 9,
  'exceptions.py': 9,
  'unwinding.py': 9,
  'groups.py': 11,
  'asynchronous.py': 9,
};

const version = minorVersionOf(python) ?? 0;

/** Those of test/fixtures/python that the tests' interpreter can run. */
export const exactPrograms: readonly string[] = Object.keys(since).filter(
  (name) => (since[name] ?? 0) <= version,
);

/**
 * The interpreter for an independent tracer. Line events of CPython 3.9 are not those of the lines that run: its
 * compiler threads jumps and drops `pass`, `continue` and constant tests. PEP 626 (3.10) promises an event for each line
 * that runs and none for others. What runs is the same in both, so a later version tells the truth for 3.9.
 */
export function truthPython(): string {
  if (version >= 10) return python;
  const [exact] = [...pythonsFrom39([])].filter(([minor]) => minor >= 10).sort(([a], [b]) => b - a);
  assert.ok(exact, 'The truth for Python 3.9 needs a Python 3.10 or later beside it.');
  return exact[1];
}
