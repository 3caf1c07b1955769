// The protocol of OpenAI's chat completions, which most servers of models speak.
import * as z from 'zod';
import type { Completion, LanguageModel, ModelRequest, TokenUsage } from '../../core/model/languageModel';
import { countMessages } from '../../core/model/ledger';
import { AnswerText, asOutcome, mostBytes, type Endpoint } from './endpoint';
import { streamOf, type StreamItem } from './eventStream';
import { ModelError } from './modelError';

const usageSchema = z.object({
  prompt_tokens: z.number().int().min(0),
  completion_tokens: z.number().int().min(0),
  prompt_tokens_details: z.object({ cached_tokens: z.number().int().min(0).nullish() }).nullish(),
});
const textSchema = z.object({ content: z.string().nullish(), refusal: z.string().nullish() });
const choiceSchema = z.object({
  delta: textSchema.nullish(),
  message: textSchema.nullish(),
  finish_reason: z.string().nullish(),
});
const chunkSchema = z.object({
  choices: z.array(choiceSchema).nullish(),
  usage: usageSchema.nullish(),
  error: z.union([z.string(), z.object({ message: z.string() })]).nullish(),
});
type Chunk = z.infer<typeof chunkSchema>;

/** Parameters that some servers and models do not take; one that is refused is left out from then on. */
const optionalParameters = ['temperature', 'stream_options', 'max_tokens'] as const;
type OptionalParameter = (typeof optionalParameters)[number];

/** A model behind an endpoint that speaks the protocol. */
export function openAiModel(endpoint: Endpoint): LanguageModel {
  const refused = new Set<OptionalParameter>();
  return {
    id: `openai ${endpoint.address} ${endpoint.model}`,
    complete: (request, signal, onText) =>
      asOutcome(async () => {
        for (;;) {
          try {
            return await complete(endpoint, request, refused, signal, onText);
          } catch (error) {
            const parameter = refusedParameter(error, refused);
            if (parameter === undefined) throw error;
            refused.add(parameter);
          }
        }
      }, endpoint.key),
  };
}

function refusedParameter(
  error: unknown,
  known: ReadonlySet<OptionalParameter>,
): OptionalParameter | undefined {
  if (!(error instanceof ModelError) || error.failure.kind !== 'request') return undefined;
  return optionalParameters.find((name) => error.message.includes(name) && !known.has(name));
}

async function complete(
  endpoint: Endpoint,
  request: ModelRequest,
  refused: ReadonlySet<OptionalParameter>,
  signal: AbortSignal | undefined,
  onText: ((text: string) => void) | undefined,
): Promise<Completion> {
  const { address, key, limits } = endpoint;
  const answer = new Answer(new AnswerText(request.maxOutput, onText));
  const items = streamOf({
    url: `${address}/chat/completions`,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    body: bodyOf(endpoint.model, request, refused),
    limits,
    maxBytes: mostBytes(request.maxOutput),
    ...(signal !== undefined && { signal }),
  });
  for await (const item of items) {
    if (answer.take(item)) break;
  }
  return answer.completion(endpoint, request);
}

function bodyOf(model: string, request: ModelRequest, refused: ReadonlySet<OptionalParameter>): object {
  const { messages, maxOutput } = request;
  return {
    model,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    ...(!refused.has('stream_options') && { stream_options: { include_usage: true } }),
    ...(!refused.has('temperature') && { temperature: 0 }),
    ...(refused.has('max_tokens') ? { max_completion_tokens: maxOutput } : { max_tokens: maxOutput }),
  };
}

class Answer {
  private finish: string | undefined;
  private usage: TokenUsage | undefined;

  constructor(private readonly text: AnswerText) {}

  /** Whether nothing more is to come. */
  take(item: StreamItem): boolean {
    const data = item.kind === 'event' ? item.event.data : item.text;
    if (data.trim() === '[DONE]') return true;
    this.takeChunk(chunkOf(data));
    return item.kind === 'document';
  }

  completion({ count }: Endpoint, request: ModelRequest): Completion {
    if (this.finish === undefined) {
      throw ModelError.of('cut', 'The answer broke off before its end.');
    }
    if (this.finish === 'content_filter') {
      throw ModelError.of('refused', 'The provider refuses to answer this.');
    }
    const { text } = this.text;
    const counted = { input: countMessages(request.messages, count), cached: 0, output: count(text) };
    return { text, finish: this.finish === 'length' ? 'length' : 'stop', usage: this.usage ?? counted };
  }

  private takeChunk({ choices, usage, error }: Chunk): void {
    throwWhatFailed(error);
    this.takeChoice(choices?.[0]);
    if (usage === undefined || usage === null) return;
    const cached = Math.min(usage.prompt_tokens, usage.prompt_tokens_details?.cached_tokens ?? 0);
    this.usage = { input: usage.prompt_tokens, cached, output: usage.completion_tokens };
  }

  private takeChoice(choice: z.infer<typeof choiceSchema> | undefined): void {
    const piece = choice?.delta ?? choice?.message;
    if (typeof piece?.refusal === 'string') {
      throw ModelError.of('refused', 'The model refuses to answer this.');
    }
    this.text.add(piece?.content ?? '');
    this.finish = choice?.finish_reason ?? this.finish;
  }
}

function throwWhatFailed(error: Chunk['error']): void {
  if (error === undefined || error === null) return;
  const reason = typeof error === 'string' ? error : error.message;
  throw ModelError.of('server', `The provider failed within the answer: ${reason.slice(0, 300)}`);
}

function chunkOf(data: string): Chunk {
  try {
    const parsed = chunkSchema.safeParse(JSON.parse(data));
    if (parsed.success) return parsed.data;
  } catch {
    // Told below.
  }
  throw ModelError.of('protocol', 'The answer is not in the protocol of OpenAI.', 'Check the endpoint.');
}
