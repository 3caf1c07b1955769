// Which tests fail, again and again.
import type { ObservedTest } from '../../core/debugging/testRun';
import { Failure } from '../failure';
import type { Tester } from './tester';
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

/** So many tests are seen line by line at most, which takes longer: of more, some, as these tell enough. */
const seenAtMost = 64;
const failingSeen = 24;

/** Runs the tests, and what failed again: a test that fails once and passes once says nothing. @throws Failure where there is none */
export async function reproduce(
  source: string,
  { asked, others }: RequestedTests,
  tester: Tester,
): Promise<Reproduction> {
  if (asked.length === 0) throw new Failure('usage', 'There is no test.', 'Give at least one assert.');
  const texts = [...asked, ...others];
  const all =
    texts.length > seenAtMost
      ? await seenInPart(source, texts, tester)
      : await seenAndRunAgain(source, texts, tester);
  const steady = all.filter(({ isFlaky }) => !isFlaky).map(({ test }) => test);
  const isCounted = ({ text, status }: ObservedTest): boolean => status === 'passed' || asked.includes(text);
  const observed = steady.filter(isCounted);
  return {
    observed,
    failing: observed.filter(({ status }) => status !== 'passed'),
    passing: observed.filter(({ status }) => status === 'passed'),
    flaky: all.filter(({ isFlaky }) => isFlaky).map(({ test }) => test.text),
    alsoFailing: steady.filter((test) => !isCounted(test)),
  };
}

interface SteadyOrFlaky {
  readonly test: ObservedTest;
  readonly isFlaky: boolean;
}

async function seenAndRunAgain(
  source: string,
  texts: readonly string[],
  tester: Tester,
): Promise<SteadyOrFlaky[]> {
  const all = await tester.observe(source, texts, 'lines');
  const failed = all.filter(({ status }) => status === 'failed');
  const again = await tester.observe(source, textsOf(failed), 'results');
  return all.map((test) => ({ test, isFlaky: again[failed.indexOf(test)]?.status === 'passed' }));
}

async function seenInPart(
  source: string,
  texts: readonly string[],
  tester: Tester,
): Promise<SteadyOrFlaky[]> {
  const all = await tester.observe(source, texts, 'results');
  const failed = all.filter(({ status }) => status !== 'passed');
  const passed = all.filter(({ status }) => status === 'passed');
  const chosen = [...evenly(failed, failingSeen), ...evenly(passed, seenAtMost)];
  const seen = await tester.observe(source, textsOf(chosen), 'lines');
  return all.map((test) => {
    const again = seen[chosen.indexOf(test)];
    // What passes may well take too long while each line is counted.
    if (again === undefined || (again.status === 'timeout' && test.status === 'passed')) {
      return { test, isFlaky: false };
    }
    const isFlaky = (again.status === 'passed') !== (test.status === 'passed');
    return { test: { ...test, lines: again.lines }, isFlaky };
  });
}

function textsOf(tests: readonly ObservedTest[]): string[] {
  return tests.map(({ text }) => text);
}

/** At most so many, spread over all. */
function evenly<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}
