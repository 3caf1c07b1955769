// What a session of step-wise debugging tells while it goes on: who cancels it keeps what was told.
import type { ReportedSuspect, ReportedTest } from './debugReport';

export type DebugProgress =
  /** The tests run, each in a process of its own. */
  | { readonly stage: 'reproducing'; readonly tests: number }
  | {
      readonly stage: 'reproduced';
      readonly failing: readonly ReportedTest[];
      readonly passing: readonly ReportedTest[];
      readonly flaky: readonly string[];
      readonly alsoFailing: readonly ReportedTest[];
    }
  /** A model is asked what it thinks of the failing tests, and what it would write. */
  | { readonly stage: 'asking' }
  /** The ranking before anything was changed: all of it is `claimed`. */
  | { readonly stage: 'localised'; readonly file: string; readonly suspects: readonly ReportedSuspect[] }
  /** So many suspects run with the states of another program, which says how this one should behave. */
  | { readonly stage: 'trying'; readonly blocks: number; readonly reference: string }
  /** Changed programs that ran, of so many at most; with `repairs` of them all tests pass. */
  | {
      readonly stage: 'repairing';
      readonly tried: number;
      readonly budget: number;
      readonly repairs: number;
    }
  /** Changes that pass all tests are compared on inputs that no test has. */
  | { readonly stage: 'validating'; readonly repairs: number };
