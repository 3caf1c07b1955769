// What is known of a session of step-wise debugging, as it goes on. Without the editor.
import type { DebugProgress } from '../../core/debugging/debugProgress';
import type { ReportedSuspect, ReportedTest } from '../../core/debugging/debugReport';
import type { ReportedInfluence } from '../../core/debugging/influences';
import type { StatedState } from '../../core/debugging/statedStates';
import type { ClaimedTest } from '../../core/debugging/wantedTests';
import type { DebugAnswer } from '../../protocol/debugging';

export interface TestOutcome {
  readonly failing: readonly ReportedTest[];
  readonly passing: readonly ReportedTest[];
  readonly flaky: readonly string[];
  readonly alsoFailing: readonly ReportedTest[];
}

/** What people say of how the program should behave. */
export interface SaidToBeRight {
  readonly stated?: readonly StatedState[];
  /** Path of a recording of the test from when it passed. */
  readonly passing?: string;
}

export interface DebugSession {
  /** The id of the test, as pytest calls it. */
  readonly test: string;
  readonly said: SaidToBeRight;
  /** Where `test` is what somebody said in words: the tests that a model made of it. All is then `claimed`. */
  readonly claimed?: readonly ClaimedTest[];
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  /** What is going on; of a session that has ended, what it got to. */
  readonly stage?: DebugProgress['stage'];
  readonly tests?: TestOutcome;
  /** Absolute path of the program under suspicion. */
  readonly file?: string;
  readonly suspects?: readonly ReportedSuspect[];
  readonly trial?: { readonly blocks: number; readonly reference: string };
  readonly search?: { readonly tried: number; readonly budget: number; readonly repairs: number };
  readonly answer?: DebugAnswer;
  /** The tests once more, after the fix was applied or something else was changed. */
  readonly recheck?: 'running' | TestOutcome;
  /** Only suspects that influenced this are shown. */
  readonly influenced?: ReportedInfluence;
}

/** Suspects that are shown, and how many are not. */
export function shownSuspects({ suspects = [], influenced }: DebugSession): {
  readonly suspects: readonly ReportedSuspect[];
  readonly hidden: number;
} {
  if (influenced === undefined) return { suspects, hidden: 0 };
  const shown = suspects.filter(({ block }) => influenced.blocks.includes(block));
  return { suspects: shown, hidden: suspects.length - shown.length };
}

export function newSession(
  test: string,
  said: SaidToBeRight = {},
  claimed?: readonly ClaimedTest[],
): DebugSession {
  return { test, said, ...(claimed !== undefined && { claimed }), status: 'running' };
}

/** The session after the engine told something: where another file is debugged, the stages begin anew. */
export function advanced(session: DebugSession, progress: DebugProgress): DebugSession {
  const { stage } = progress;
  switch (progress.stage) {
    case 'reproducing':
      return { ...newSession(session.test, session.said, session.claimed), stage };
    case 'reproduced': {
      const { failing, passing, flaky, alsoFailing } = progress;
      return { ...session, stage, tests: { failing, passing, flaky, alsoFailing } };
    }
    case 'localised':
      return { ...session, stage, file: progress.file, suspects: progress.suspects };
    case 'trying':
      return { ...session, stage, trial: { blocks: progress.blocks, reference: progress.reference } };
    case 'repairing': {
      const { tried, budget, repairs } = progress;
      return { ...session, stage, search: { tried, budget, repairs } };
    }
    case 'asking':
    case 'validating':
      return { ...session, stage };
  }
}

export function finished(session: DebugSession, answer: DebugAnswer): DebugSession {
  const { failing, passing, flaky, alsoFailing, file, suspects } = answer;
  const tests = { failing, passing, flaky, alsoFailing };
  return { ...session, status: 'done', tests, file, suspects, answer };
}

/** Line ends and a mark at the beginning aside, which an editor and a file may have otherwise. */
export function isSameText(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}
