// What a session of step-wise debugging found: the document of `witness debug --json`.
import type { Evidence, EvidenceLevel } from '../evidence';
import type { SourceModel } from '../syntax/model';
import type { ReportedInfluence } from './influences';
import type { Suspect } from './localisation';
import type { ReportedVerdict } from './model/reportedVerdicts';
import { testName } from './pytestStatement';
import type { SeenRun } from './seenRun';
import type { ObservedTest } from './testRun';
import type { TrialVerdict } from './trial';
import { reportedTrial, type Tried } from './trialReport';
import type { ClaimedTest } from './wantedTests';

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
  /** What its variables held in the failing test that was recorded. */
  readonly seen?: SeenRun;
  /** What came of changing it. */
  readonly verdict?: 'a change here repairs';
  /** What came of running the tests with right states at it, and the same in words. `isStated`: somebody said what is right. */
  readonly trial?: { readonly verdict: TrialVerdict; readonly text: string; readonly isStated?: true };
  readonly level: EvidenceLevel;
  readonly evidence: readonly Evidence[];
}

/** The first block that starts from what it should and ends otherwise; lines are 1-based. */
export interface ReportedDivergence {
  readonly block: string;
  readonly function: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Which run of the block within its call, from 1. */
  readonly run: number;
  /** `<returned>` stands for what a `return`, a test or the header of a loop gives. */
  readonly values: readonly { readonly name: string; readonly expected: string; readonly actual?: string }[];
  /** Where it should have ended otherwise: next, jump, branch, return, item, end, raise. */
  readonly end?: { readonly expected: string; readonly actual: string };
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
  /** Parts of the patch, and those without which a test fails. */
  readonly hunks: { readonly of: number; readonly needed: number };
  /** Other changes that pass the same tests behave otherwise. */
  readonly fitsOnlyGivenTests?: true;
}

export interface DebugReport {
  readonly file: string;
  readonly failing: readonly ReportedTest[];
  readonly passing: readonly ReportedTest[];
  /** Tests that pass in one run and fail in another; they decide nothing. */
  readonly flaky: readonly string[];
  /** Tests beside those that were asked for that fail, too; they decide nothing. */
  readonly alsoFailing: readonly ReportedTest[];
  readonly suspects: readonly ReportedSuspect[];
  /** Which suspects influenced which values. */
  readonly influences: readonly ReportedInfluence[];
  /** Where only those are among the suspects that influenced one value: `search.high`, and how many are left out. */
  readonly influenced?: { readonly name: string; readonly hidden: number };
  /** What says how the program should behave: another program, a revision, or the fix. */
  readonly reference?: string;
  readonly divergence?: ReportedDivergence;
  readonly attempts: readonly ReportedAttempt[];
  readonly fix?: ReportedFix;
  /** The whole program with the fix. */
  readonly fixedSource?: string;
  /** Programs that were run against the tests. */
  readonly tried: number;
  readonly isolation: string;
  readonly tokens: { readonly input: number; readonly output: number };
  /** Where a model was asked: all that it says is `claimed`. */
  readonly model?: {
    /** Of the given program, by ids of blocks in what the model read. */
    readonly verdicts: readonly ReportedVerdict[];
    /** How many programs it wrote. */
    readonly programs: number;
    /** Why there was no answer, each reason once. */
    readonly noAnswer: readonly string[];
  };
  /** Tests that a model wrote from a description, and why: all levels are then `claimed`. */
  readonly claimedTests?: readonly ClaimedTest[];
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
 * The ranking as it is shown: blocks that a trial confirmed stand first, then those where a change makes all tests pass, as
 * that was seen and the score is only a heuristic.
 */
export function reportedSuspects(
  suspects: readonly Suspect[],
  changes: readonly RepairingChange[],
  tried: Tried | undefined,
  model: SourceModel,
): ReportedSuspect[] {
  const blamed = new Set(
    tried?.blocks.filter(({ verdict }) => verdict === 'witnessed').map(({ block }) => block) ?? [],
  );
  const places = new Map<number, number>();
  for (const [place, { block }] of changes.entries()) if (!places.has(block)) places.set(block, place);
  const placeOf = ({ block }: Suspect): number =>
    blamed.has(block.index) ? -1 : (places.get(block.index) ?? Infinity);
  const before = (a: Suspect, b: Suspect): number =>
    placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b);
  return suspects.toSorted(before).map((suspect, index) => ({
    rank: index + 1,
    ...reported(suspect, changes, tried, model),
  }));
}

function reported(
  { block, score, reasons, seen }: Suspect,
  changes: readonly RepairingChange[],
  tried: Tried | undefined,
  model: SourceModel,
): Omit<ReportedSuspect, 'rank'> {
  const best = changes.find((change) => change.block === block.index);
  const { trial, evidence } = reportedTrial(block.index, tried);
  const isWitnessed = best !== undefined || trial?.verdict === 'witnessed';
  const repaired: Evidence[] =
    best === undefined ? [] : [{ kind: 'test', ref: best.strategy, note: 'all tests pass with it' }];
  return {
    block: block.id,
    function: model.functions[block.functionIndex]?.path ?? '?',
    startLine: block.range.start.line + 1,
    endLine: block.range.end.line + 1,
    score: Math.round(score * 1000) / 1000,
    reasons,
    ...(seen !== undefined && { seen }),
    ...(best !== undefined && { verdict: 'a change here repairs' }),
    ...(trial !== undefined && { trial }),
    level: isWitnessed ? 'witnessed' : 'claimed',
    evidence: [...evidence, ...repaired],
  };
}
