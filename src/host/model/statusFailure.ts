// What an answer with a status other than 200 means, in words.
import * as z from 'zod';
import type { ModelFailure } from '../../core/model/languageModel';
import { oneLine } from '../../core/text/oneLine';
import { hostOf } from './hostOf';

const shownReason = 300;
const longestBody = 65_536;

/** Both protocols, and most servers that speak one of them, put their reason here. */
const reasonSchema = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);

export async function failureOfStatus(response: Response, url: string): Promise<ModelFailure> {
  const { status } = response;
  const reason = await reasonOf(response);
  const said = reason === '' ? '' : `: ${reason}`;
  const host = hostOf(url);
  if (status === 401 || status === 403) {
    return {
      kind: 'unauthorised',
      message: `${host} does not take the key (${status})${said}.`,
      nextStep: 'Set the key for this endpoint, or another one.',
    };
  }
  if (status === 429 || status === 529) return limited(response, host, said);
  if (status >= 500 || status === 408) {
    const retryAfterMs = waitingTime(response);
    return {
      kind: 'server',
      message: `${host} failed (${status})${said}.`,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
  if (status === 404) {
    return {
      kind: 'request',
      message: `${host} knows no such address or model (404)${said}.`,
      nextStep: 'Check the endpoint and the name of the model.',
    };
  }
  return { kind: 'request', message: `${host} does not take the request (${status})${said}.` };
}

function limited(response: Response, host: string, said: string): ModelFailure {
  const retryAfterMs = waitingTime(response);
  return {
    kind: 'limited',
    message: `${host} takes no more requests at present (${response.status})${said}.`,
    nextStep: 'Wait, or look at the limits and the credit of the account.',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** Of `retry-after-ms`, or of `retry-after` in seconds or as a date. */
function waitingTime({ headers }: Response): number | undefined {
  const ms = Number(headers.get('retry-after-ms') ?? NaN);
  if (ms >= 0) return ms;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const wait = /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

async function reasonOf(response: Response): Promise<string> {
  const text = await boundedText(response).catch(() => '');
  const reason = reasonSchema.safeParse(parsed(text));
  // Pages of proxies and the like say nothing to people.
  if (!reason.success) return '';
  return oneLine(reason.data.replace(/\s+/g, ' ')).trim().replace(/\.$/, '').slice(0, shownReason);
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > longestBody) break;
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
