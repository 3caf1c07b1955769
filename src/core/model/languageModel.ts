// The port to language models. A call that fails is a value with a reason, never an exception.
import { oneLine } from '../text/oneLine';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
  /** What stands up to here is the same in the next requests: providers may keep it. */
  readonly isStable?: true;
}

/** What a request is for; the ledger adds up by it. */
export type Purpose =
  | 'test'
  | 'verdict'
  | 'repair'
  | 'value'
  | 'rule'
  | 'summary'
  | 'condition'
  | 'explanation'
  | 'expectation'
  | 'review';

export interface ModelRequest {
  readonly purpose: Purpose;
  readonly messages: readonly Message[];
  /** Tokens of the answer at most. */
  readonly maxOutput: number;
  /** Whether an answer can be used: others are not worth keeping. */
  readonly accepts?: (text: string) => boolean;
}

/** In tokens, as the provider counts them; `cached` is the part of `input` that it still had. */
export interface TokenUsage {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

export interface Completion {
  readonly text: string;
  /** `length`: it was cut at `maxOutput`. */
  readonly finish: 'stop' | 'length';
  readonly usage: TokenUsage;
}

export type ModelFailureKind =
  | 'none' // no model is set up
  | 'unreachable'
  | 'unauthorised'
  | 'limited' // too many requests, or no credit
  | 'server' // the provider's own failure
  | 'request' // the provider does not take the request: no such model, too long
  | 'timeout'
  | 'cut' // the answer ended before it was whole
  | 'protocol' // what came is no answer of a model
  | 'huge'
  | 'empty'
  | 'refused'
  | 'unusable' // an answer, but not to what was asked
  | 'budget'
  | 'unrecorded' // a session is replayed that does not have it
  | 'cancelled';

export interface ModelFailure {
  readonly kind: ModelFailureKind;
  /** What happened, as a sentence without secrets. */
  readonly message: string;
  readonly nextStep?: string;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ModelFailure };

export interface LanguageModel {
  /** Names provider and model; two with the same id answer alike. */
  readonly id: string;
  /** @param onText Told each piece of the answer as it comes. */
  complete(
    request: ModelRequest,
    signal?: AbortSignal,
    onText?: (text: string) => void,
  ): Promise<Outcome<Completion>>;
}

/** How many tokens a text has, about. */
export type TokenCounter = (text: string) => number;

/** @param message May quote what a model or a provider said: it is one line then. */
export function failed<T>(kind: ModelFailureKind, message: string, nextStep?: string): Outcome<T> {
  return {
    ok: false,
    failure: { kind, message: oneLine(message), ...(nextStep !== undefined && { nextStep }) },
  };
}

/** What there is where no model is: each request ends at once, and says what to do. */
export const noModel: LanguageModel = {
  id: 'none',
  complete: () =>
    Promise.resolve(
      failed('none', 'No model is set up.', 'Name one with --model, or WITNESS_MODEL in the environment.'),
    ),
};
