// Messages about recordings that are looked at: moving through one, its tree, the state of frames.
import type { Cause } from '../core/trace/causes';
import type { TreeNode, TreeNodeId } from '../core/trace/frameTree';
import type { Motion } from '../core/trace/recordingWalk';
import type { VariableState } from '../core/trace/frameState';
import type { TracedValue } from '../core/trace/model';
import type { Stop, StopPoint, StopRules } from '../core/trace/stopping';
import type { SliceNode } from '../core/trace/slice';
import type { Timeline } from '../core/trace/timeline';
import type { TraceResult } from './engine';
import type { StepPlace, StepView } from '../core/trace/stepView';

/** A recording, and which part of it is of interest. */
export interface RecordingRef {
  /** Absolute path of its file. */
  readonly path: string;
  /** Dotted path of a function: only its calls and what they call. */
  readonly entry?: string;
}

/** Recordings that are kept. */
export interface KeptSize {
  readonly count: number;
  readonly bytes: number;
}

/** A recording that is kept, and what it is of. */
export interface ListedRecording {
  /** Absolute path of its file. */
  readonly path: string;
  /** The program. */
  readonly file: string;
  readonly call?: string;
  readonly test?: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

export interface RecordingRequests {
  readonly step: { params: StepParams; result: StepResult; progress: never };
  readonly treeChildren: { params: TreeParams; result: TreeResult; progress: never };
  readonly treePath: { params: TreePathParams; result: TreeResult; progress: never };
  readonly variables: { params: VariablesParams; result: VariablesResult; progress: never };
  readonly nextStop: { params: NextStopParams; result: StopResult; progress: never };
  readonly debuggerMove: { params: DebuggerMoveParams; result: StopResult; progress: never };
  readonly linesWithCode: { params: LinesParams; result: LinesResult; progress: never };
  readonly why: { params: WhyParams; result: WhyResult; progress: never };
  readonly openRecording: {
    params: { recording: RecordingRef };
    result: { shown: Omit<TraceResult, 'recording'> };
    progress: never;
  };
  readonly story: { params: StoryParams; result: StoryResult; progress: never };
  readonly timeline: {
    params: { recording: RecordingRef; columns: number };
    result: Timeline;
    progress: never;
  };
  readonly keptRecordings: {
    params: { folders: readonly string[] };
    result: { all: KeptSize; here: KeptSize };
    progress: never;
  };
  /** Those that are kept, the newest first. */
  readonly listRecordings: {
    params: { most: number };
    result: { recordings: readonly ListedRecording[] };
    progress: never;
  };
  /** With `folders` only those of programs that ran in them. */
  readonly deleteRecordings: {
    params: { folders?: readonly string[] };
    result: { deleted: number };
    progress: never;
  };
}

/** `number`: from 1, over the steps of interest. `motion` starts at `step`. */
export interface StepParams {
  readonly recording: RecordingRef;
  /** Show lines as they were before the step, as debuggers do. */
  readonly before?: boolean;
  readonly to:
    | { readonly step: number }
    | { readonly number: number }
    | { readonly step: number; readonly motion: Motion }
    /** The run of a 0-based line of a file that is nearest to a step, the next one first. */
    | { readonly step: number; readonly file: string; readonly line: number };
}

/** About a variable, or all that is read, at a step; or at the last run of a line up to a step, else the next one. */
export interface WhyParams {
  readonly recording: RecordingRef;
  readonly at:
    { readonly step: number } | { readonly step: number; readonly file: string; readonly line: number };
  readonly name?: string;
}

export interface WhyNode extends SliceNode {
  readonly place: StepPlace;
  readonly source: string;
  /** The call that it happened in. */
  readonly call: string;
}

/** A step of the chain as it is read, with those that explain it. */
export type WhyCause = Cause<WhyNode>;

export interface WhyResult {
  readonly nodes: readonly WhyNode[];
  readonly isCut: boolean;
}

/** A page of the story; with `step`, the one around it. */
export interface StoryParams {
  readonly recording: RecordingRef;
  readonly from: number;
  readonly count: number;
  readonly step?: number;
}

export interface StoryResult {
  readonly cards: readonly StoryCard[];
  readonly from: number;
  /** Cards of the whole story. */
  readonly total: number;
  /** The card of the step that was asked for; -1 where there is none. */
  readonly current: number;
  /** False where only the beginning of a very long recording is told. */
  readonly complete: boolean;
}

export interface StoryCard {
  /** Place in the whole story. */
  readonly index: number;
  readonly kind: 'call' | 'block' | 'raised' | 'returned' | 'iterations' | 'calls';
  readonly depth: number;
  /** The source, the call, the message, or how many are folded. */
  readonly text: string;
  /** 0-based. */
  readonly line?: number;
  readonly step?: number;
  readonly changes: readonly StoryChange[];
}

export interface StoryChange {
  readonly name: string;
  readonly before?: string;
  readonly after: string;
}

/** What a frame's variables held at a step. */
export interface VariablesParams {
  readonly recording: RecordingRef;
  readonly frame: number;
  readonly step: number;
  readonly upTo: 'with' | 'before';
}

export interface VariablesResult {
  readonly locals: readonly VariableState[];
  /** Those of the module that the frame's function stands in, as far as it was recorded. */
  readonly globals: readonly VariableState[];
  /** Where the step is the frame's end. */
  readonly returned?: TracedValue;
}

export interface NextStopParams {
  readonly recording: RecordingRef;
  readonly from: number;
  readonly direction: 1 | -1;
  readonly rules: StopRules;
}

export interface DebuggerMoveParams {
  readonly recording: RecordingRef;
  readonly from: number;
  readonly motion: 'forward' | 'back' | 'into' | 'out';
  readonly exceptions: StopRules['exceptions'];
}

export interface StopResult {
  readonly view?: StepView;
  readonly reason?: Stop['reason'];
  readonly point?: StopPoint;
}

/** 0-based lines, each moved to the next one below that can be stopped at. */
export interface LinesParams {
  readonly recording: RecordingRef;
  readonly file: string;
  readonly lines: readonly number[];
}

export interface LinesResult {
  readonly lines: readonly (number | null)[];
}

/** Absent where the motion leads nowhere. */
export interface StepResult {
  readonly view?: StepView;
}

export interface TreeParams {
  readonly recording: RecordingRef;
  readonly node: TreeNodeId;
}

export interface TreePathParams {
  readonly recording: RecordingRef;
  readonly step: number;
}

export interface TreeItemInRecording extends TreeNode {
  /** Text of its first line; empty where the file has changed since. */
  readonly source: string;
}

export interface TreeResult {
  readonly nodes: readonly TreeItemInRecording[];
}
