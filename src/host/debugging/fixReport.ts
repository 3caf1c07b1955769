// Changes that were tried, and the fix, as they are reported.
import path from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { strategyOf } from '../../core/debugging/candidate';
import type { RepairingChange, ReportedAttempt, ReportedFix } from '../../core/debugging/debugReport';
import type { Evidence } from '../../core/evidence';
import type { JudgedRepair } from '../../core/debugging/overfitting';
import { testName } from '../../core/debugging/pytestStatement';
import type { ObservedTest } from '../../core/debugging/testRun';
import type { DebugRequest } from './debugProgram';
import type { TriedHunk } from './neededHunks';
import type { Repairs } from './repairing';

const shownAttempts = 20;

export function repairingChanges(judged: readonly JudgedRepair[]): RepairingChange[] {
  return judged.flatMap(({ candidate }) =>
    candidate.changes.map(({ block }) => ({ block, strategy: strategyOf(candidate) })),
  );
}

/** @param tests How many there are. */
export function attemptsOf(
  { judged, found: { partial } }: Repairs,
  request: DebugRequest,
  tests: number,
): ReportedAttempt[] {
  const tried = [...judged.map(({ candidate }) => candidate), ...partial].slice(0, shownAttempts);
  return tried.map((candidate) => {
    const passed = candidate.repaired + candidate.kept;
    return {
      strategy: strategyOf(candidate),
      patch: patchOf(candidate.source, request),
      passed,
      failed: tests - passed,
    };
  });
}

export function fixOf(
  judged: JudgedRepair,
  hunks: readonly TriedHunk[],
  request: DebugRequest,
  tests: { readonly failing: readonly ObservedTest[]; readonly alsoMended: readonly ObservedTest[] },
): ReportedFix {
  const { candidate, fitsOnlyGivenTests } = judged;
  const noted = (note: string) => (test: ObservedTest) => ({
    kind: 'test' as const,
    ref: testName(test.text),
    note,
  });
  const turned = [
    ...tests.failing.map(noted('failed before, passes now')),
    ...tests.alsoMended.map(noted('was not asked for; failed before, passes now')),
  ];
  return {
    patch: patchOf(candidate.source, request),
    level: 'witnessed',
    evidence: [...turned, ...partsOf(hunks), ...doubtsOf(judged)],
    hunks: { of: hunks.length, needed: hunks.filter(({ isNeeded }) => isNeeded).length },
    ...(fitsOnlyGivenTests && { fitsOnlyGivenTests: true as const }),
  };
}

/** What speaks against it, or may. */
function doubtsOf({ disputed, broken, littleTested }: JudgedRepair): Evidence[] {
  const doubts: Evidence[] = [];
  if (disputed !== undefined) {
    const [own, other] = disputed.answers;
    const note = `no test decides this: the fix answers ${own}, another change that passes all tests ${other}`;
    doubts.push({ kind: 'run', ref: disputed.input, note });
  }
  if (broken !== undefined) {
    const note = `the program answers ${broken.before} as it is, with the fix ${broken.after}`;
    doubts.push({ kind: 'run', ref: broken.input, note });
  }
  if (littleTested !== undefined) {
    const note = `a wrong change may pass by chance: the answers that the tests look at hold ${littleTested.toFixed(1)} bits`;
    doubts.push({ kind: 'run', ref: 'what the tests see of the change', note });
  }
  return doubts;
}

/** Of a change in one place there is nothing to tell. */
function partsOf(hunks: readonly TriedHunk[]): Evidence[] {
  if (hunks.length < 2) return [];
  return hunks.map(({ line, isNeeded }) => ({
    kind: 'test',
    ref: `the change at line ${line}`,
    note: isNeeded ? 'a test fails without it' : 'all tests pass without it, too',
  }));
}

function patchOf(source: string, request: DebugRequest): string {
  const name = path.basename(request.file);
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, request.source, source, undefined, undefined, {
    context: 2,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
