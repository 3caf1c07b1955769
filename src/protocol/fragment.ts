// Messages about pieces of code that run although what they need is missing.
import type { FragmentView } from '../core/fragment/fragmentView';
import type { Selection } from '../core/fragment/selection';
import type { Checked, RunPlan } from '../core/fragment/runResult';
import type { Example } from '../core/fragment/taskExamples';
import type { ModelChoice, ModelCost } from './model';
import type { RecordingRef } from './recordings';

export interface FragmentRequests {
  readonly runFragment: { params: RunFragmentParams; result: FragmentAnswer; progress: never };
  readonly recordFragment: { params: RecordFragmentParams; result: RecordingRef; progress: never };
  readonly fragmentTest: { params: FragmentTestParams; result: FragmentTestAnswer; progress: never };
  readonly checkCode: { params: CheckCodeParams; result: CheckCodeAnswer; progress: never };
}

export interface FragmentPlace {
  /** Absolute path; for text that is in no file, one in the folder that it would be in. */
  readonly file: string;
  /** The document's text, which need not have been saved. */
  readonly text: string;
  /** Folder in which modules are looked for, besides the file's own. */
  readonly cwd: string;
  readonly interpreter?: string;
  /** Time for one run in milliseconds. */
  readonly limitMs: number;
  /** `limited` stops accidents, not attacks. */
  readonly isolation: 'isolated' | 'limited';
}

export interface FragmentPiece extends FragmentPlace {
  /** 0-based lines, both ends included; they are snapped to whole statements. */
  readonly from: number;
  readonly to: number;
  /** Expressions for what is missing, by path. */
  readonly given: Readonly<Record<string, string>>;
}

export interface RunFragmentParams extends FragmentPiece {
  /** Runs at most. */
  readonly runs: number;
  /** Asked for values of what would be made up otherwise. */
  readonly model?: ModelChoice;
}

/** Makes a run once more and keeps its steps as a recording. */
export interface RecordFragmentParams extends FragmentPiece {
  /** Of the view on show. */
  readonly plan: RunPlan;
}

export interface FragmentAnswer {
  readonly selection: Selection;
  readonly isolation: string;
  /** The first run, then those that reached more. */
  readonly views: readonly FragmentView[];
  readonly runs: number;
  readonly durationMs: number;
  /** Why there is no view. */
  readonly stopped?: string;
  readonly blocked: readonly { readonly line: number; readonly what: string; readonly reason: string }[];
  /** Of the model that was asked; `noAnswer` says why it gave no further values. */
  readonly model?: ModelCost & { readonly rounds: number; readonly noAnswer?: string };
}

export interface FragmentTestParams extends FragmentPlace {
  readonly selection: Selection;
  readonly view: FragmentView;
}

export interface FragmentTestAnswer {
  readonly text: string;
  /** What the test raised when it was tried in the sandbox. */
  readonly error?: string;
}

export interface CheckCodeParams extends FragmentPlace {
  /** Text in which examples are looked for, besides the code's own docstrings. */
  readonly task: string;
}

export interface CheckCodeAnswer {
  readonly checks: readonly (Example & Checked)[];
  readonly view?: FragmentView;
  readonly isolation: string;
  readonly stopped?: string;
}
