// Messages about language models: which one a request may use, and what the engine asks the editor about it.
import type { LiveValue } from '../core/live/recordedStop';
import type { Message, ModelFailure, Purpose } from '../core/model/languageModel';
import type { LedgerTotals } from '../core/model/ledger';
import type { CheckedClaim } from '../core/reasoning/checkedClaims';
import type { RecordingRef, WhyParams } from './recordings';

/** The model that a request may use; a request without one uses none. */
export type ModelChoice =
  | {
      readonly kind: 'editor';
      /** As the editor names it among those that it offers. */
      readonly id: string;
      /** Tokens at most, in and out together. */
      readonly budget?: number;
    }
  | {
      readonly kind: 'endpoint';
      readonly protocol: 'openai' | 'anthropic';
      readonly address: string;
      readonly model: string;
      readonly key?: string;
      readonly budget?: number;
    };

export interface ModelRequests {
  readonly testModel: { params: TestModelParams; result: TestModelAnswer; progress: never };
  readonly explainRecording: { params: ExplainParams; result: ExplainAnswer; progress: never };
  readonly explainValue: { params: ExplainValueParams; result: ExplainAnswer; progress: never };
  readonly explainStop: { params: ExplainStopParams; result: ExplainAnswer; progress: never };
}

export interface TestModelParams {
  readonly model: ModelChoice;
}

export interface TestModelAnswer {
  /** Provider and name. */
  readonly model: string;
  /** Why it does not answer as it should. */
  readonly failure?: ModelFailure;
  readonly cost: LedgerTotals;
  readonly ms: number;
}

export interface ExplainParams {
  readonly recording: RecordingRef;
  readonly model: ModelChoice;
  /** What somebody wants to know; without it, why the run ended as it did. */
  readonly asked?: string;
}

/** A question that `why` answers; claims rest on its causes, by their numbers in the order of reading. */
export interface ExplainValueParams extends WhyParams {
  readonly model: ModelChoice;
}

/** A program that has stopped in a debugger, as it is told to people. */
export interface ExplainStopParams {
  readonly file: string;
  readonly text: string;
  /** 0-based; the line that runs next. */
  readonly line: number;
  /** Where and why it stopped, in words. */
  readonly stop: string;
  /** What the debugger says that variables of the frame hold. */
  readonly values: readonly LiveValue[];
  /** A recorded run that had the same values, and the step at which it had them. */
  readonly recorded?: { readonly recording: RecordingRef; readonly step: number };
  readonly model: ModelChoice;
}

export interface ExplainAnswer {
  readonly claims: readonly ExplainedClaim[];
  /** Why there are none. */
  readonly noAnswer?: string;
  readonly modelCost: ModelCost;
}

/** A claim of the model, compared with the recording, or, of a stop, with the debugger where its step is 0. */
export interface ExplainedClaim extends CheckedClaim {
  /** Absolute path; empty where the step has no block. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** What a request that used a model cost. */
export interface ModelCost {
  /** Provider and name. */
  readonly model: string;
  readonly cost: LedgerTotals;
}

/** The engine asks the editor to have one of its models answer; the answer is an `Outcome<Completion>`. */
export interface CompleteParams {
  readonly model: string;
  readonly messages: readonly Message[];
  /** Tokens of the answer at most. */
  readonly maxOutput: number;
}

/**
 * The engine asks the editor whether something may leave the machine, before each request that is not answered from the cache; the
 * answer is a boolean.
 */
export interface MaySendParams {
  /** Provider and name. */
  readonly model: string;
  readonly purpose: Purpose;
  /** Tokens of the request, about, and of the answer at most. */
  readonly tokens: number;
  readonly maxOutput: number;
  /** All that would be sent, with secrets masked. */
  readonly text: string;
}
