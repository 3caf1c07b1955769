// What is to hold of a program: asserts of a file, one call, or tests of a runner.
import { assertsOf } from '../../core/debugging/asserts';
import { callTest } from '../../core/debugging/callTest';
import type { ClaimedTest, WantedTests } from '../../core/debugging/wantedTests';
import type { LanguageId } from '../../core/syntax/model';
import { Failure } from '../failure';
import type { Tester } from './tester';

export interface RequestedTests {
  /** Statements that have to hold. */
  readonly asked: readonly string[];
  /** Statements of which those that hold now have to go on to do so. */
  readonly others: readonly string[];
  /** Where a model wrote them. */
  readonly claimed?: readonly ClaimedTest[];
}

/**
 * The tests as statements. A test of a runner brings the others of its file with it, which tell what has to stay as it is.
 * @throws Failure where there are none
 */
export async function requestedTests(
  wanted: Exclude<WantedTests, { readonly described: string }>,
  language: LanguageId,
  tester: Tester,
): Promise<RequestedTests> {
  if ('claimed' in wanted) return claimedTests(wanted.claimed);
  if ('asserts' in wanted) return plainTests(assertsOf(wanted.asserts));
  if ('call' in wanted) return plainTests([callTest(language, wanted.call, wanted.expect)]);
  const [file = wanted.test] = wanted.test.split('::');
  const tests = await tester.collect(file);
  const isAsked = (id: string): boolean =>
    wanted.test === file || id === wanted.test || /^(?:\[|::| > )/.test(id.slice(wanted.test.length));
  const asked = tests.filter(({ id }) => id.startsWith(wanted.test) && isAsked(id));
  if (asked.length === 0) {
    const known = tests.slice(0, 5).map(({ id }) => id);
    const hint =
      known.length === 0
        ? 'No test is found in that file; is the test runner installed?'
        : `It has ${known.join(', ')}.`;
    throw new Failure('usage', `There is no test ${wanted.test}.`, hint);
  }
  return {
    asked: asked.map(({ text }) => text),
    others: tests.filter((test) => !asked.includes(test)).map(({ text }) => text),
  };
}

/** Statements that are no tests of a runner. */
export function plainTests(asked: readonly string[]): RequestedTests {
  return { asked, others: [] };
}

/** Tests that a model wrote: what rests on them is a claim. */
export function claimedTests(claimed: readonly ClaimedTest[]): RequestedTests {
  return { ...plainTests(claimed.map(({ test }) => test)), claimed };
}
