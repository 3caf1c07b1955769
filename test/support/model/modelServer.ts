// A server of models on this machine that behaves as it is told, well or badly, in either protocol.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

export type ServedProtocol = 'openai' | 'anthropic';

export interface ServedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
  /** All texts of the request in their order. */
  readonly texts: readonly string[];
}

/** What becomes of one request. */
export type Behaviour = (request: ServedRequest, response: ServerResponse, protocol: ServedProtocol) => void;

const bodySchema = z.record(z.string(), z.unknown());
const content = z.union([z.string(), z.array(z.object({ text: z.string() }))]);
const textsSchema = z.object({
  system: content.optional(),
  messages: z.array(z.object({ content })),
});

export class ModelServer {
  readonly requests: ServedRequest[] = [];
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });

  /** @param behave Asked for each request, by its number from 0. */
  constructor(
    readonly protocol: ServedProtocol,
    private readonly behave: (number: number, request: ServedRequest) => Behaviour,
  ) {}

  async start(): Promise<string> {
    await new Promise<void>((done) => {
      this.server.listen(0, '127.0.0.1', done);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Starts, too. @returns settings of VS Code with which Witness asks it. */
  async settings(): Promise<Readonly<Record<string, string>>> {
    return {
      'witness.model.provider': this.protocol,
      'witness.model.name': 'model-1',
      'witness.model.endpoint': await this.start(),
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = bodySchema.parse(JSON.parse(text));
    const served = { path: request.url ?? '', headers: request.headers, body, texts: textsOf(body) };
    const number = this.requests.push(served) - 1;
    this.behave(number, served)(served, response, this.protocol);
  }
}

function textsOf(body: unknown): string[] {
  const { system = [], messages } = textsSchema.parse(body);
  const of = (item: z.infer<typeof content>): string[] =>
    typeof item === 'string' ? [item] : item.map(({ text }) => text);
  return [...of(system), ...messages.flatMap((message) => of(message.content))];
}

/** A whole answer, in pieces of a few characters. */
export function answering(text: string, finish: 'stop' | 'length' = 'stop'): Behaviour {
  return (_request, response, protocol) => {
    begin(response);
    for (const piece of text.match(/[\s\S]{1,7}/g) ?? []) response.write(pieceEvent(protocol, piece));
    response.end(endEvents(protocol, finish));
  };
}

/** The first part of an answer, after which the connection ends, well or not. */
export function cutAfter(text: string, how: 'closed' | 'broken'): Behaviour {
  return (_request, response, protocol) => {
    begin(response);
    response.write(pieceEvent(protocol, text), () => {
      if (how === 'closed') response.end();
      else response.destroy();
    });
  };
}

/** An answer that begins and then says no more. */
export function stalling(text: string): Behaviour {
  return (_request, response, protocol) => {
    begin(response);
    response.write(pieceEvent(protocol, text));
  };
}

/** Nothing, not even a status. */
export const silent: Behaviour = () => undefined;

/** The same piece of text as long as anybody listens. */
export function endless(text: string): Behaviour {
  return (_request, response, protocol) => {
    begin(response);
    const piece = pieceEvent(protocol, text);
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    more();
  };
}

/** Comments that keep the connection open, and never a word. */
export const keptAlive: Behaviour = (_request, response) => {
  begin(response);
  const timer = setInterval(() => response.write(': still here\n\n'), 5);
  response.on('close', () => {
    clearInterval(timer);
  });
};

export function refusing(status: number, headers: Record<string, string> = {}, message = 'no'): Behaviour {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ type: 'error', error: { type: 'some_error', message } }));
  };
}

export function sending(type: string, body: string): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type });
    response.end(body);
  };
}

/** The provider's own refusal to answer. */
export const declining: Behaviour = (_request, response, protocol) => {
  begin(response);
  response.end(endEvents(protocol, protocol === 'openai' ? 'content_filter' : 'refusal'));
};

/** An error of the provider in the middle of an answer. */
export const failingWithin: Behaviour = (_request, response, protocol) => {
  begin(response);
  response.write(pieceEvent(protocol, 'so far'));
  const error = { type: 'overloaded_error', message: 'overloaded' };
  response.end(
    protocol === 'openai'
      ? `data: ${JSON.stringify({ error })}\n\n`
      : `event: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`,
  );
};

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
}

function pieceEvent(protocol: ServedProtocol, text: string): string {
  if (protocol === 'openai') {
    return `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
  }
  const delta = { type: 'text_delta', text };
  return `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', index: 0, delta })}\n\n`;
}

/** What both servers say at the end, with 100 tokens in, 60 of them cached, and 20 out. */
function endEvents(protocol: ServedProtocol, finish: string): string {
  if (protocol === 'openai') {
    const last = { choices: [{ index: 0, delta: {}, finish_reason: finish }] };
    const usage = { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 60 } };
    return `data: ${JSON.stringify(last)}\n\ndata: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`;
  }
  const reasons: Record<string, string> = { stop: 'end_turn', length: 'max_tokens' };
  const usage = { input_tokens: 40, cache_read_input_tokens: 60, output_tokens: 20 };
  const events = [
    { type: 'message_start', message: { usage: { ...usage, output_tokens: 1 } } },
    {
      type: 'message_delta',
      delta: { stop_reason: reasons[finish] ?? finish },
      usage: { output_tokens: 20 },
    },
    { type: 'message_stop' },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}
