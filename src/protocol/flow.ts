// Messages about dataflow: analysing, following one value, and what somebody says of a finding.
import type { FlowFinding } from '../core/dataflow/model';
import type { ReportedFinding } from '../core/dataflow/report';
import type { Position, Range } from '../core/text/position';
import type { ModelChoice, ModelCost } from './model';

export interface FlowRequests {
  readonly flow: { params: FlowParams; result: FlowAnswer; progress: FlowProgress };
  readonly tryPath: { params: PathTrialParams; result: TryPathAnswer; progress: FlowProgress };
  readonly pathTest: { params: PathTrialParams; result: PathTestAnswer; progress: FlowProgress };
  readonly followValue: { params: FollowParams; result: FollowAnswer; progress: FlowProgress };
  readonly sarif: { params: FlowParams; result: { readonly text: string }; progress: FlowProgress };
  readonly suppress: { params: SuppressParams; result: { readonly file: string }; progress: never };
  readonly unsuppress: { params: UnsuppressParams; result: { readonly file: string }; progress: never };
  readonly sanitizerRule: { params: SanitizerParams; result: SanitizerAnswer; progress: never };
  readonly newRule: { params: NewRuleParams; result: NewRuleAnswer; progress: never };
  readonly checkRule: { params: CheckRuleParams; result: CheckRuleAnswer; progress: never };
}

export interface FlowParams {
  /** `changes`: everything is analysed, and what touches lines that differ from Git's HEAD is told. */
  readonly scope: 'all' | 'changes';
  /** Absolute paths of files and folders, analysed as one program. */
  readonly paths: readonly string[];
  /** Folder that holds `.witness`. */
  readonly root: string;
  /** May be asked about functions whose source is not in the workspace. */
  readonly model?: ModelChoice;
}

/** One finding of an analysis, whose path is to be run in the sandbox. */
export interface PathTrialParams extends FlowParams {
  /** Id. */
  readonly finding: string;
  /** Folder in which modules are looked for. */
  readonly cwd: string;
  readonly interpreter?: string;
  /** `limited` stops accidents, not attacks. */
  readonly isolation: 'isolated' | 'limited';
}

/** Without a finding there is none of that id any more. */
export interface TryPathAnswer {
  /** `witnessed` where a run has shown it. */
  readonly finding?: ReportedFinding;
  /** Why no run was made, as a sentence. */
  readonly refusal?: string;
}

export interface PathTestAnswer {
  /** Whether there is still a finding of that id. */
  readonly isThere: boolean;
  /** A test that failed in the sandbox for the path's own reason; undefined where there is none. */
  readonly test?: { readonly text: string; readonly error: string };
  readonly refusal?: string;
}

export interface FlowProgress {
  readonly phase: 'reading' | 'analysing';
  readonly done: number;
  readonly of: number;
}

/** Paths of files are absolute. */
export interface FlowAnswer {
  readonly findings: readonly ReportedFinding[];
  readonly files: number;
  readonly lines: number;
  readonly durationMs: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  readonly problems: readonly RuleFault[];
  readonly incomplete: readonly string[];
  /** What became of the questions to a model, where one was given. */
  readonly asked?: AskedOfModel;
}

export interface AskedOfModel {
  readonly answered: number;
  readonly unanswered: readonly { readonly about: string; readonly why: string }[];
  /** Questions that were over the limit of one analysis. */
  readonly left: number;
  /** Where the answers are remembered, if there are any. */
  readonly file?: string;
  readonly modelCost: ModelCost;
}

/** What is wrong with a rule document. */
export interface RuleFault {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly nextStep: string;
}

export interface FollowParams {
  readonly file: string;
  readonly position: Position;
  readonly direction: 'from' | 'to';
  readonly paths: readonly string[];
  readonly root: string;
}

/** No `name`: there is no value at the place. */
export interface FollowAnswer {
  readonly name?: string;
  readonly findings: readonly FlowFinding[];
}

export interface SuppressParams {
  readonly root: string;
  readonly finding: string;
  readonly rule: string;
  readonly file: string;
  readonly reason: string;
}

export interface UnsuppressParams {
  readonly root: string;
  readonly finding: string;
}

/** A call at a place becomes what makes values safe for a rule. */
export interface SanitizerParams {
  readonly root: string;
  readonly rule: string;
  readonly file: string;
  readonly position: Position;
}

/** The document that was written; without one there is no call at the place. */
export interface SanitizerAnswer {
  readonly written?: { readonly file: string; readonly callee: string };
}

/** A rule made by a model from words. */
export interface NewRuleParams {
  /** Folder that holds `.witness`. */
  readonly root: string;
  readonly description: string;
  readonly language: 'java' | 'python' | 'javascript' | 'typescript';
  /** Programs in which it has to find something, and programs in which it has to find nothing. */
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
  readonly model: ModelChoice;
}

export interface NewRuleAnswer {
  /** A document that holds for its examples, and where it belongs; nothing is written. */
  readonly text?: string;
  readonly file?: string;
  /** Why there is none. */
  readonly noAnswer?: string;
  readonly rounds: number;
  readonly modelCost: ModelCost;
}

export interface CheckRuleParams {
  readonly file: string;
  readonly text: string;
  readonly root: string;
}

export interface CheckRuleAnswer {
  readonly problems: readonly RuleFault[];
}
