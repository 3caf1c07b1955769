// Which tests fail, again and again.
import type { ObservedTest } from '../../core/debugging/testRun';
import { Failure } from '../failure';
import type { ProgramTester } from './programTester';
import type { RequestedTests } from './requestedTests';

export interface Reproduction {
  /** Tests that say something: those that were asked for, and others that pass. */
  readonly observed: readonly ObservedTest[];
  readonly failing: readonly ObservedTest[];
  readonly passing: readonly ObservedTest[];
  /** Statements of tests that failed and then passed. */
  readonly flaky: readonly string[];
  /** Tests that fail and were not asked for. */
  readonly alsoFailing: readonly ObservedTest[];
}

/** Runs the tests, and once more what failed: a test that then passes says nothing. @throws Failure where there is none */
export async function reproduce(
  source: string,
  { asked, others }: RequestedTests,
  tester: ProgramTester,
): Promise<Reproduction> {
  if (asked.length === 0) throw new Failure('usage', 'There is no test.', 'Give at least one assert.');
  const all = await tester.observe(source, [...asked, ...others]);
  const failed = all.filter(({ status }) => status === 'failed');
  const again = await tester.observe(
    source,
    failed.map(({ text }) => text),
  );
  const flaky = failed.filter((_, i) => again[i]?.status === 'passed').map(({ text }) => text);
  const steady = all.filter(({ text }) => !flaky.includes(text));
  const isCounted = ({ text, status }: ObservedTest): boolean => status === 'passed' || asked.includes(text);
  const observed = steady.filter(isCounted);
  return {
    observed,
    failing: observed.filter(({ status }) => status !== 'passed'),
    passing: observed.filter(({ status }) => status === 'passed'),
    flaky,
    alsoFailing: steady.filter((test) => !isCounted(test)),
  };
}
