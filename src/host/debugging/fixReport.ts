// Changes that were tried, and the fix, as they are reported.
import path from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { strategyOf } from '../../core/debugging/candidate';
import type {
  Evidence,
  RepairingChange,
  ReportedAttempt,
  ReportedFix,
} from '../../core/debugging/debugReport';
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
  { candidate, fitsOnlyGivenTests, disputed }: JudgedRepair,
  hunks: readonly TriedHunk[],
  request: DebugRequest,
  failing: readonly ObservedTest[],
): ReportedFix {
  const turned = failing.map(({ text }) => ({
    kind: 'test' as const,
    ref: testName(text),
    note: 'failed before, passes now',
  }));
  const doubt =
    disputed === undefined
      ? []
      : [
          {
            kind: 'run' as const,
            ref: disputed.input,
            note: `no test decides this: the fix answers ${disputed.answers[0]}, another change that passes all tests ${disputed.answers[1]}`,
          },
        ];
  return {
    patch: patchOf(candidate.source, request),
    level: 'witnessed',
    evidence: [...turned, ...partsOf(hunks), ...doubt],
    hunks: { of: hunks.length, needed: hunks.filter(({ isNeeded }) => isNeeded).length },
    ...(fitsOnlyGivenTests && { fitsOnlyGivenTests: true as const }),
  };
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
