// Messages about a program that has stopped in another debugger.
import type { LiveValue, RecordedStop } from '../core/live/recordedStop';
import type { StoppedDocument } from '../core/live/stoppedDocument';
import type { RecordingRef, WhyNode } from './recordings';

export interface LiveRequests {
  readonly stoppedDocument: { params: StoppedDocumentParams; result: StoppedDocument; progress: never };
  readonly recordedStop: { params: RecordedStopParams; result: RecordedStopResult; progress: never };
}

/** A text as it stands in an editor, and the 0-based line that runs next. */
export interface StoppedDocumentParams {
  readonly file: string;
  readonly text: string;
  readonly line: number;
}

export interface RecordedStopParams {
  readonly recording: RecordingRef;
  readonly file: string;
  readonly line: number;
  /** What the debugger says that variables of the frame hold. */
  readonly values: readonly LiveValue[];
  /** The variables whose origin is asked for. */
  readonly names: readonly string[];
}

export interface RecordedStopResult extends RecordedStop {
  /** For each variable the chain of steps that led to its value, the nearest first. */
  readonly origins: readonly { readonly name: string; readonly nodes: readonly WhyNode[] }[];
}
