// A report that rests on tests that a model wrote: nothing in it is better proved than they are.
import type { DebugReport } from '../debugReport';
import type { ClaimedTest } from '../wantedTests';

const note = 'rests on tests that a model wrote from the description';

/** The report with every level at `claimed`, and the tests' reasons beside it. */
export function claimedReport<T extends DebugReport>(report: T, tests: readonly ClaimedTest[]): T {
  const { suspects, fix } = report;
  return {
    ...report,
    suspects: suspects.map((suspect) => ({ ...suspect, level: 'claimed' as const })),
    ...(fix !== undefined && {
      fix: {
        ...fix,
        level: 'claimed' as const,
        evidence: [...fix.evidence, { kind: 'model' as const, ref: '', note }],
      },
    }),
    claimedTests: tests,
  };
}
