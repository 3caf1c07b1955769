// What a session of step-wise debugging found: the document of `witness debug --json`.
import type { SourceModel } from '../syntax/model';
import type { Suspect } from './localisation';
import { testName } from './pytestStatement';
import type { ObservedTest } from './testRun';

export interface Evidence {
  readonly kind: 'run' | 'path' | 'solver' | 'test' | 'model' | 'rule';
  readonly ref: string;
  readonly note: string;
}

export type EvidenceLevel = 'claimed' | 'derived' | 'proved' | 'witnessed';

export interface ReportedTest {
  readonly test: string;
  readonly status: ObservedTest['status'];
  /** Type and message of what it raised. */
  readonly problem?: string;
}

export interface ReportedSuspect {
  readonly rank: number;
  /** Id of the block. */
  readonly block: string;
  readonly function: string;
  /** 1-based. */
  readonly startLine: number;
  readonly endLine: number;
  readonly score: number;
  readonly reasons: readonly string[];
  /** What came of changing it. */
  readonly verdict?: 'a change here repairs';
  readonly level: EvidenceLevel;
  readonly evidence: readonly Evidence[];
}

export interface ReportedAttempt {
  readonly strategy: string;
  /** Unified diff. */
  readonly patch: string;
  readonly passed: number;
  readonly failed: number;
}

export interface ReportedFix {
  /** Unified diff. */
  readonly patch: string;
  readonly level: EvidenceLevel;
  readonly evidence: readonly Evidence[];
  /** Other changes that pass the same tests behave otherwise. */
  readonly fitsOnlyGivenTests?: true;
}

export interface DebugReport {
  readonly file: string;
  readonly failing: readonly ReportedTest[];
  readonly passing: readonly ReportedTest[];
  /** Tests that pass in one run and fail in another; they decide nothing. */
  readonly flaky: readonly string[];
  readonly suspects: readonly ReportedSuspect[];
  readonly attempts: readonly ReportedAttempt[];
  readonly fix?: ReportedFix;
  /** The whole program with the fix. */
  readonly fixedSource?: string;
  /** Programs that were run against the tests. */
  readonly tried: number;
  readonly isolation: string;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly ms: number;
}

/** A change at a block with which all tests pass. */
export interface RepairingChange {
  readonly block: number;
  readonly strategy: string;
}

export function reportedTest({ text, status, type, message }: ObservedTest): ReportedTest {
  const problem = type === undefined ? undefined : message === '' ? type : `${type}: ${message ?? ''}`;
  return { test: testName(text), status, ...(problem !== undefined && { problem }) };
}

/**
 * The ranking as it is shown: blocks where a change makes all tests pass stand first, as that was seen and the score is
 * only a heuristic.
 */
export function reportedSuspects(
  suspects: readonly Suspect[],
  changes: readonly RepairingChange[],
  model: SourceModel,
): ReportedSuspect[] {
  const places = new Map<number, number>();
  for (const [place, { block }] of changes.entries()) if (!places.has(block)) places.set(block, place);
  const placeOf = (suspect: Suspect): number => places.get(suspect.block.index) ?? Infinity;
  const before = (a: Suspect, b: Suspect): number =>
    placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b);
  return suspects.toSorted(before).map((suspect, index) => reported(suspect, index + 1, changes, model));
}

function reported(
  { block, score, reasons }: Suspect,
  rank: number,
  changes: readonly RepairingChange[],
  model: SourceModel,
): ReportedSuspect {
  const best = changes.find((change) => change.block === block.index);
  return {
    rank,
    block: block.id,
    function: model.functions[block.functionIndex]?.path ?? '?',
    startLine: block.range.start.line + 1,
    endLine: block.range.end.line + 1,
    score: Math.round(score * 1000) / 1000,
    reasons,
    ...(best !== undefined && { verdict: 'a change here repairs' }),
    level: best === undefined ? 'claimed' : 'witnessed',
    evidence:
      best === undefined
        ? []
        : [
            {
              kind: 'test',
              ref: best.strategy,
              note: 'all tests pass with it',
            },
          ],
  };
}
