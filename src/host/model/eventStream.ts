// A request whose answer comes as server-sent events: with limits on time and size, and failures told apart.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { hostOf } from './hostOf';
import { ModelError } from './modelError';
import { failureOfStatus } from './statusFailure';

/** In milliseconds. */
export interface TimeLimits {
  /** Until the provider begins to answer; a local model may have to be loaded first. */
  readonly begin: number;
  /** Between two pieces of an answer. */
  readonly idle: number;
  readonly whole: number;
}

export const usualLimits: TimeLimits = { begin: 120_000, idle: 60_000, whole: 600_000 };

export interface StreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly limits: TimeLimits;
  /** Bytes of the answer at most. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** Where a server does not stream although it was asked to, the document that it sent instead. */
export type StreamItem =
  | { readonly kind: 'event'; readonly event: EventSourceMessage }
  | { readonly kind: 'document'; readonly text: string };

/** The events of an answer in their order. @throws ModelError */
export async function* streamOf(request: StreamRequest): AsyncGenerator<StreamItem> {
  const timer = new Timer(request.limits, request.signal);
  try {
    const response = await begin(request, timer);
    if (!response.ok) throw new ModelError(await failureOfStatus(response, request.url));
    const type = response.headers.get('content-type') ?? '';
    if (/json/i.test(type)) {
      yield { kind: 'document', text: await wholeText(response, request, timer) };
      return;
    }
    if (!/event-stream/i.test(type)) {
      await response.body?.cancel().catch(() => undefined);
      throw ModelError.of(
        'protocol',
        `${hostOf(request.url)} answers with ${type === '' ? 'no type of content' : type}, which is no answer of a model.`,
        'Check the address of the endpoint; those of the OpenAI protocol mostly end in /v1.',
      );
    }
    yield* eventsOf(response, request, timer);
  } catch (error) {
    throw asModelError(error, request, timer);
  } finally {
    timer.stop();
  }
}

async function begin({ url, headers, body }: StreamRequest, timer: Timer): Promise<Response> {
  timer.expect('begin');
  // A redirection would hand the key to another server.
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: timer.signal,
  });
  timer.expect('idle');
  return response;
}

async function* eventsOf(
  response: Response,
  request: StreamRequest,
  timer: Timer,
): AsyncGenerator<StreamItem> {
  const ready: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event) });
  for await (const text of textsOf(response, request, timer)) {
    parser.feed(text);
    for (const event of ready.splice(0)) yield { kind: 'event', event };
  }
  parser.reset({ consume: true });
  for (const event of ready) yield { kind: 'event', event };
}

async function wholeText(response: Response, request: StreamRequest, timer: Timer): Promise<string> {
  let all = '';
  for await (const text of textsOf(response, request, timer)) all += text;
  return all;
}

async function* textsOf(
  response: Response,
  { maxBytes }: StreamRequest,
  timer: Timer,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    timer.expect('idle');
    const piece = chunk as Uint8Array;
    bytes += piece.byteLength;
    if (bytes > maxBytes) {
      throw ModelError.of('huge', `The answer is longer than ${maxBytes} bytes, and was not read further.`);
    }
    yield decoder.decode(piece, { stream: true });
  }
}

function asModelError(error: unknown, { url, signal, limits }: StreamRequest, timer: Timer): ModelError {
  if (error instanceof ModelError) return error;
  if (signal?.aborted === true) return ModelError.of('cancelled', 'The request was cancelled.');
  if (timer.expired !== undefined) {
    const seconds = limits[timer.expired] / 1000;
    const what = {
      begin: 'did not begin to answer',
      idle: 'stopped answering',
      whole: 'did not end its answer',
    };
    return ModelError.of('timeout', `${hostOf(url)} ${what[timer.expired]} within ${seconds} s.`);
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (timer.hasBegun) {
    return ModelError.of('cut', `The connection to ${hostOf(url)} broke within the answer.`);
  }
  return ModelError.of(
    'unreachable',
    `${hostOf(url)} cannot be reached${code === '' ? '' : ` (${code})`}.`,
    'Is the address right, and the server running?',
  );
}

type Phase = keyof TimeLimits;

/** Aborts a request that takes too long, and knows which limit it was. */
class Timer {
  expired: Phase | undefined;
  hasBegun = false;
  private readonly controller = new AbortController();
  private readonly whole: NodeJS.Timeout;
  private current: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: TimeLimits,
    private readonly outer: AbortSignal | undefined,
  ) {
    this.whole = this.after('whole');
    outer?.addEventListener('abort', this.abort);
    if (outer?.aborted === true) this.abort();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  expect(phase: 'begin' | 'idle'): void {
    this.hasBegun ||= phase === 'idle';
    clearTimeout(this.current);
    this.current = this.after(phase);
  }

  /** Ends the request as well, where its answer was not read to its end. */
  stop(): void {
    clearTimeout(this.whole);
    clearTimeout(this.current);
    this.outer?.removeEventListener('abort', this.abort);
    this.abort();
  }

  private readonly abort = (): void => {
    this.controller.abort();
  };

  private after(phase: Phase): NodeJS.Timeout {
    return setTimeout(() => {
      this.expired ??= phase;
      this.abort();
    }, this.limits[phase]);
  }
}
