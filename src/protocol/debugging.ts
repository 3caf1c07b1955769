// Messages about step-wise debugging.
import type { DebugProgress } from '../core/debugging/debugProgress';
import type { DebugReport } from '../core/debugging/debugReport';
import type { StatedState } from '../core/debugging/statedStates';
import type { ClaimedTest, WantedTests } from '../core/debugging/wantedTests';
import type { ModelChoice, ModelCost } from './model';

export interface DebugRequests {
  readonly debug: { params: DebugParams; result: DebugAnswer; progress: DebugProgress };
  /** Tests that a model writes from words; nothing runs. */
  readonly describedTests: { params: DescribedTestsParams; result: DescribedTestsAnswer; progress: never };
}

export interface DescribedTestsParams {
  /** Absolute path of the program, and its text in the editor. */
  readonly file: string;
  readonly text: string;
  /** What it is to do. */
  readonly description: string;
  readonly model: ModelChoice;
}

export interface DescribedTestsAnswer {
  readonly tests: readonly ClaimedTest[];
  /** Why there are none. */
  readonly noAnswer?: string;
  readonly modelCost: ModelCost;
}

export interface DebugParams {
  /**
   * Absolute path of the program under suspicion. Without it, with a test of pytest, the files of the project that what
   * ran in the failing tests points at are debugged in turn, until one has a fix: the stages then begin anew.
   */
  readonly file?: string;
  /** Texts of editors, by absolute path: that of the program counts, not what is on disk. */
  readonly texts: Readonly<Record<string, string>>;
  readonly tests: WantedTests;
  /** Working folder of the tests, and a folder in which modules are looked for. */
  readonly cwd: string;
  readonly interpreter?: string;
  /** Time for one test in milliseconds. */
  readonly limitMs: number;
  /** `limited` stops accidents, not attacks. */
  readonly isolation: 'isolated' | 'limited';
  /** Changed programs tried at most. */
  readonly candidates: number;
  /**
   * Absolute path of a file, or a revision of Git, that holds a program which behaves as expected: suspects are put on
   * trial with its states. Without it the last revision of the file with which a failing test passes is taken, and
   * without one the program with the fix.
   */
  readonly reference?: string;
  /** Absolute path of a recording of the test from when it passed, which says the same in the place of a program. */
  readonly passing?: string;
  /** What somebody says that is right at lines of `file`. */
  readonly stated?: readonly StatedState[];
  /** Asked beside the search. */
  readonly model?: ModelChoice;
}

/** Lines are 1-based, as in the report. */
export interface DebugAnswer extends Omit<DebugReport, 'fixedSource'> {
  /** The text that was debugged, as it was given: a fix belongs to it and to no other. */
  readonly text: string;
  /** All of the text with the fix, with the same line ends. */
  readonly fixedText?: string;
  /** Of the model that was asked. */
  readonly modelCost?: ModelCost;
}
