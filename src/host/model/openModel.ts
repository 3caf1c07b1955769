// A model ready for use: provider, retries, budget, cache, session and masks put together in this order.
import path from 'node:path';
import { Ledger, type Budget, type Price } from '../../core/model/ledger';
import { noModel, type LanguageModel, type TokenCounter } from '../../core/model/languageModel';
import { masked } from '../../core/model/masking';
import { secretValues } from '../../core/trace/secrets';
import { userCacheFolder } from '../platform/folders';
import { cached } from './answerCache';
import { anthropicModel } from './anthropic';
import type { Endpoint } from './endpoint';
import { usualLimits, type TimeLimits } from './eventStream';
import type { ModelSettings } from './modelSettings';
import { recordedTo, replayedFrom } from './modelSession';
import { openAiModel } from './openAi';
import { permitted, type MaySend } from './permitted';
import { retriesOf, retrying, type RetryOptions } from './retrying';

export interface OpenModelOptions {
  /** What is set up; undefined: no model is. */
  readonly settings: ModelSettings | ServedModel | undefined;
  readonly count: TokenCounter;
  readonly environment: NodeJS.ProcessEnv;
  /** Files to which a session is recorded, or from which one is replayed. */
  readonly record?: string;
  readonly replay?: string;
  /** Whether a request may leave the machine; asked, with secrets masked, where the cache has no answer. */
  readonly maySend?: MaySend;
  /** False where each request is to be asked anew. */
  readonly cache?: boolean;
  readonly limits?: TimeLimits;
  readonly retries?: RetryOptions;
}

/** A model that somebody else asks, such as an editor. */
export interface ServedModel {
  readonly provider: LanguageModel;
  readonly budget?: Budget;
  readonly price?: Price;
}

export interface OpenModel {
  /** Never absent: without one, each request fails and says so. */
  readonly model: LanguageModel;
  readonly isThere: boolean;
  readonly ledger: Ledger;
}

/** @throws Failure where a session cannot be read or kept */
export async function openModel(options: OpenModelOptions): Promise<OpenModel> {
  const { settings, count, environment, record, replay } = options;
  const ledger = new Ledger(count, settings?.budget, settings?.price);
  const key = settings !== undefined && 'key' in settings ? settings.key : undefined;
  const secrets = [...secretValues(environment), ...(key === undefined ? [] : [key])];
  if (replay !== undefined) {
    return { model: masked(ledger.over(await replayedFrom(replay)), secrets), isThere: true, ledger };
  }
  if (settings === undefined) return { model: noModel, isThere: false, ledger };
  const asked = ledger.over(
    retrying(providerOf(settings, options), options.retries ?? retriesOf(environment)),
  );
  const provider = options.maySend === undefined ? asked : permitted(asked, options.maySend);
  const folder = path.join(userCacheFolder(environment), 'answers');
  const kept =
    options.cache === false
      ? provider
      : cached(provider, folder, () => {
          ledger.addKept();
        });
  const recorded = record === undefined ? kept : await recordedTo(record, kept);
  return { model: masked(recorded, secrets), isThere: true, ledger };
}

function providerOf(
  settings: ModelSettings | ServedModel,
  { count, limits }: OpenModelOptions,
): LanguageModel {
  if ('provider' in settings) return settings.provider;
  const { protocol, address, model, key } = settings;
  const endpoint: Endpoint = {
    address,
    model,
    count,
    limits: limits ?? usualLimits,
    ...(key !== undefined && { key }),
  };
  return protocol === 'anthropic' ? anthropicModel(endpoint) : openAiModel(endpoint);
}
