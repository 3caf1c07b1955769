// Programs that pass all tests are asked for more than the tests do.
import type { TriedCandidate } from '../../core/debugging/candidate';
import type { Suspect } from '../../core/debugging/localisation';
import { judgeRepairs, type JudgedRepair } from '../../core/debugging/overfitting';
import type { ObservedTest } from '../../core/debugging/testRun';
import type { Tester } from './tester';
import type { Reproduction } from './reproduction';

/** Programs compared, tests whose calls are recorded, and calls that are made again. */
const most = { compared: 12, failing: 8, passing: 12, calls: 60 };

/**
 * Of the programs that pass all tests, the most trustworthy first.
 * @throws Failure when cancelled
 */
export async function judged(
  source: string,
  repairs: readonly TriedCandidate[],
  suspects: readonly Suspect[],
  { failing, passing }: Reproduction,
  tester: Tester,
): Promise<JudgedRepair[]> {
  const compared = repairs.slice(0, most.compared);
  if (compared.length === 0) return [];
  const tests = [...failing.slice(0, most.failing), ...passing.slice(0, most.passing)];
  const recorded = await tester.recordedCalls(
    source,
    tests.map(({ text }) => text),
  );
  const own = [...new Set(recorded.flat())].slice(0, most.calls);
  const texts = await tester.variedCalls(own);
  const before = texts.length === 0 ? [] : await tester.evaluate(source, texts);
  const callsOf = new Map(tests.map((test, i) => [test, recorded[i] ?? []]));
  const answering = await Promise.all(
    compared.map(async (candidate) => {
      const all = [...own, ...texts];
      const given = all.length === 0 ? [] : await tester.evaluate(candidate.source, all);
      const answered = new Map(own.map((call, i) => [call, given[i] ?? '']));
      const tested = callsAbout(changedLines(candidate, suspects), callsOf)?.flatMap(
        (call) => answered.get(call) ?? [],
      );
      return { candidate, answers: given.slice(own.length), ...(tested !== undefined && { tested }) };
    }),
  );
  return judgeRepairs(answering, { texts, before });
}

/** The calls of tests that run one of the lines; undefined where those of a failing test are not known. */
function callsAbout(
  lines: readonly number[],
  callsOf: ReadonlyMap<ObservedTest, readonly string[]>,
): readonly string[] | undefined {
  const found = new Set<string>();
  for (const [{ status, lines: ran }, calls] of callsOf) {
    if (status !== 'passed' && calls.length === 0) return undefined;
    if (status !== 'passed' || lines.some((line) => ran.has(line))) for (const call of calls) found.add(call);
  }
  return [...found];
}

/** Lines, from 1, of the suspects in the function that is changed; of all where it is not known which is. */
function changedLines({ changes: [first] }: TriedCandidate, suspects: readonly Suspect[]): number[] {
  const changed = suspects.find(({ block }) => block.index === first?.block)?.block.functionIndex;
  return suspects
    .filter(({ block }) => changed === undefined || block.functionIndex === changed)
    .flatMap(({ block: { range } }) =>
      Array.from({ length: range.end.line - range.start.line + 1 }, (_, i) => range.start.line + 1 + i),
    );
}
