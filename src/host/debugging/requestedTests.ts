// What is to hold of a program: asserts of a file, one call, or tests of pytest.
import { assertsOf } from '../../core/debugging/asserts';
import type { DescribedTest } from '../../core/debugging/model/describedTests';
import { fastStatement } from '../../core/debugging/pytestStatement';
import type { WantedTests } from '../../core/debugging/wantedTests';
import { Failure } from '../failure';
import type { ProgramTester } from './programTester';

export interface RequestedTests {
  /** Statements that have to hold. */
  readonly asked: readonly string[];
  /** Statements of which those that hold now have to go on to do so. */
  readonly others: readonly string[];
  /** Whether they are tests of pytest, which says the last word. */
  readonly areOfPytest: boolean;
  /** Where a model wrote them. */
  readonly claimed?: readonly DescribedTest[];
}

/**
 * The tests as statements. A test of pytest brings the others of its file with it, which tell what has to stay as it is.
 * @throws Failure where there are none
 */
export async function requestedTests(
  wanted: Exclude<WantedTests, { readonly described: string }>,
  tester: ProgramTester,
): Promise<RequestedTests> {
  if ('asserts' in wanted) return plainTests(assertsOf(wanted.asserts));
  if ('call' in wanted) return plainTests([`assert (${wanted.call}) == (${wanted.expect})`]);
  const [file = wanted.test] = wanted.test.split('::');
  const tests = await tester.collect(file);
  const isAsked = (id: string): boolean =>
    wanted.test === file || id === wanted.test || /^(?:\[|::)/.test(id.slice(wanted.test.length));
  const asked = tests.filter(({ id }) => id.startsWith(wanted.test) && isAsked(id));
  if (asked.length === 0) {
    const known = tests.slice(0, 5).map(({ id }) => id);
    const hint =
      known.length === 0
        ? 'It finds none in that file; is pytest installed?'
        : `It finds ${known.join(', ')}.`;
    throw new Failure('usage', `pytest finds no test ${wanted.test}.`, hint);
  }
  return {
    asked: asked.map(fastStatement),
    others: tests.filter((test) => !asked.includes(test)).map(fastStatement),
    areOfPytest: true,
  };
}

/** Statements that are no tests of pytest. */
export function plainTests(asked: readonly string[]): RequestedTests {
  return { asked, others: [], areOfPytest: false };
}
