// Tries again what may go better the next time, and keeps no more than so many requests under way.
import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import pRetry from 'p-retry';
import {
  failed,
  type Completion,
  type LanguageModel,
  type ModelFailureKind,
  type Outcome,
} from '../../core/model/languageModel';
import { ModelError } from './modelError';

export interface RetryOptions {
  /** After the first one. */
  readonly retries: number;
  /** The first pause in milliseconds; it doubles, with some chance in it. */
  readonly pauseMs: number;
  /** A provider that asks for a longer pause is not asked again. */
  readonly longestPauseMs: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

const usualRetries: RetryOptions = {
  retries: 3,
  pauseMs: 1000,
  longestPauseMs: 60_000,
  concurrency: 4,
};

/** The usual ones; `WITNESS_MODEL_PAUSE` names another first pause, in milliseconds. */
export function retriesOf(environment: NodeJS.ProcessEnv): RetryOptions {
  const pauseMs = Number(environment['WITNESS_MODEL_PAUSE']);
  if (!(pauseMs > 0)) return usualRetries;
  return { ...usualRetries, pauseMs: Math.min(pauseMs, usualRetries.longestPauseMs) };
}

const passing: readonly ModelFailureKind[] = ['unreachable', 'limited', 'server', 'timeout', 'cut', 'empty'];

/** The model with another try for failures that may pass. */
export function retrying(model: LanguageModel, options: RetryOptions): LanguageModel {
  const limit = pLimit(options.concurrency);
  return {
    id: model.id,
    complete: (request, signal, onText) =>
      limit(() => attempts(() => model.complete(request, signal, onText), options, signal)),
  };
}

async function attempts(
  call: () => Promise<Outcome<Completion>>,
  options: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<Outcome<Completion>> {
  const { retries, pauseMs, longestPauseMs } = options;
  try {
    const value = await pRetry(
      async () => {
        const outcome = await call();
        if (outcome.ok) return outcome.value;
        throw new ModelError(outcome.failure);
      },
      {
        retries,
        minTimeout: pauseMs,
        maxTimeout: longestPauseMs,
        randomize: true,
        ...(signal !== undefined && { signal }),
        shouldRetry: ({ error }) => mayPass(error, longestPauseMs),
        onFailedAttempt: async ({ error, retriesLeft }) => {
          if (retriesLeft === 0 || !mayPass(error, longestPauseMs)) return;
          const asked = error instanceof ModelError ? (error.failure.retryAfterMs ?? 0) : 0;
          await wait(asked, undefined, signal === undefined ? {} : { signal });
        },
      },
    );
    return { ok: true, value };
  } catch (error) {
    if (signal?.aborted === true) return failed('cancelled', 'The request was cancelled.');
    if (error instanceof ModelError) return { ok: false, failure: error.failure };
    throw error;
  }
}

function mayPass(error: Error, longestPauseMs: number): boolean {
  if (!(error instanceof ModelError)) return false;
  const { kind, retryAfterMs = 0 } = error.failure;
  return passing.includes(kind) && retryAfterMs <= longestPauseMs;
}
