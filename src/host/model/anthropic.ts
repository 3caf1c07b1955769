// The protocol of Anthropic's messages.
import * as z from 'zod';
import type {
  Completion,
  LanguageModel,
  Message,
  ModelRequest,
  TokenUsage,
} from '../../core/model/languageModel';
import { countMessages } from '../../core/model/ledger';
import { AnswerText, asOutcome, mostBytes, type Endpoint } from './endpoint';
import { streamOf, type StreamItem } from './eventStream';
import { ModelError } from './modelError';

const count = z.number().int().min(0);
const usageSchema = z.object({
  input_tokens: count.nullish(),
  cache_read_input_tokens: count.nullish(),
  cache_creation_input_tokens: count.nullish(),
  output_tokens: count.nullish(),
});
const eventSchema = z.object({
  type: z.string(),
  message: z.object({ usage: usageSchema.nullish() }).nullish(),
  delta: z
    .object({ type: z.string().nullish(), text: z.string().nullish(), stop_reason: z.string().nullish() })
    .nullish(),
  usage: usageSchema.nullish(),
  error: z.object({ type: z.string().nullish(), message: z.string() }).nullish(),
});
const documentSchema = z.object({
  type: z.literal('message'),
  content: z.array(z.object({ type: z.string(), text: z.string().nullish() })),
  stop_reason: z.string(),
  usage: usageSchema,
});

export function anthropicModel(endpoint: Endpoint): LanguageModel {
  return {
    id: `anthropic ${endpoint.address} ${endpoint.model}`,
    complete: (request, signal, onText) =>
      asOutcome(() => complete(endpoint, request, signal, onText), endpoint.key),
  };
}

async function complete(
  endpoint: Endpoint,
  request: ModelRequest,
  signal: AbortSignal | undefined,
  onText: ((text: string) => void) | undefined,
): Promise<Completion> {
  const { address, key, limits, model } = endpoint;
  const answer = new Answer(new AnswerText(request.maxOutput, onText));
  const items = streamOf({
    url: `${address}/messages`,
    headers: { 'anthropic-version': '2023-06-01', ...(key !== undefined && { 'x-api-key': key }) },
    body: bodyOf(model, request),
    limits,
    maxBytes: mostBytes(request.maxOutput),
    ...(signal !== undefined && { signal }),
  });
  for await (const item of items) {
    if (answer.take(item)) break;
  }
  return answer.completion(endpoint, request);
}

function bodyOf(model: string, { messages, maxOutput }: ModelRequest): object {
  const lastStable = messages.findLastIndex(({ isStable }) => isStable === true);
  const block = (message: Message): object => ({
    type: 'text',
    text: message.text,
    // Up to here the provider is asked to keep what it has read.
    ...(messages.indexOf(message) === lastStable && { cache_control: { type: 'ephemeral' } }),
  });
  return {
    model,
    max_tokens: maxOutput,
    stream: true,
    system: messages.filter(({ role }) => role === 'system').map(block),
    messages: turnsOf(messages, block),
  };
}

/** Turns alternate; messages of one side in a row are one turn. */
function turnsOf(messages: readonly Message[], block: (message: Message) => object): object[] {
  const turns: { role: string; content: object[] }[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const last = turns.at(-1);
    if (last?.role === message.role) last.content.push(block(message));
    else turns.push({ role: message.role, content: [block(message)] });
  }
  return turns;
}

class Answer {
  private stopReason: string | undefined;
  private usage: TokenUsage = { input: 0, cached: 0, output: 0 };
  private isWhole = false;

  constructor(private readonly text: AnswerText) {}

  /** Whether nothing more is to come. */
  take(item: StreamItem): boolean {
    if (item.kind === 'document') this.takeDocument(item.text);
    else this.takeEvent(item.event.data);
    return this.isWhole;
  }

  completion(endpoint: Endpoint, request: ModelRequest): Completion {
    if (!this.isWhole) throw ModelError.of('cut', 'The answer broke off before its end.');
    if (this.stopReason === 'refusal') {
      throw ModelError.of('refused', 'The model refuses to answer this.');
    }
    const { text } = this.text;
    const counted = {
      input: countMessages(request.messages, endpoint.count),
      cached: 0,
      output: endpoint.count(text),
    };
    const usage = this.usage.input + this.usage.output === 0 ? counted : this.usage;
    return { text, finish: this.stopReason === 'max_tokens' ? 'length' : 'stop', usage };
  }

  private takeEvent(data: string): void {
    const event = eventSchema.safeParse(parsed(data));
    if (!event.success) throw otherProtocol();
    const { type, message, delta, usage, error } = event.data;
    if (type === 'error') throw streamError(error);
    this.count(message?.usage);
    this.count(usage);
    if (type === 'content_block_delta') this.text.add(delta?.text ?? '');
    this.stopReason = delta?.stop_reason ?? this.stopReason;
    if (type === 'message_stop') this.isWhole = true;
  }

  private takeDocument(data: string): void {
    const document = documentSchema.safeParse(parsed(data));
    if (!document.success) throw otherProtocol();
    for (const { text } of document.data.content) this.text.add(text ?? '');
    this.stopReason = document.data.stop_reason;
    this.count(document.data.usage);
    this.isWhole = true;
  }

  /** What is told later replaces what was told before. */
  private count(usage: z.infer<typeof usageSchema> | null | undefined): void {
    if (usage === null || usage === undefined) return;
    const { input_tokens: input, output_tokens: output } = usage;
    const read = usage.cache_read_input_tokens ?? this.usage.cached;
    if (typeof input === 'number') {
      const all = input + read + (usage.cache_creation_input_tokens ?? 0);
      this.usage = { ...this.usage, input: all, cached: read };
    }
    if (typeof output === 'number') this.usage = { ...this.usage, output };
  }
}

function streamError(
  error: { type?: string | null | undefined; message: string } | null | undefined,
): ModelError {
  const reason = (error?.message ?? 'no reason given').slice(0, 300);
  const kind = error?.type === 'rate_limit_error' ? 'limited' : 'server';
  return ModelError.of(kind, `The provider failed within the answer: ${reason}`);
}

function otherProtocol(): ModelError {
  return ModelError.of('protocol', 'The answer is not in the protocol of Anthropic.', 'Check the endpoint.');
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
