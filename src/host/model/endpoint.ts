// What both protocols need to know of a provider, and what they make of its answers.
import type { Completion, Outcome, TokenCounter } from '../../core/model/languageModel';
import type { TimeLimits } from './eventStream';
import { ModelError } from './modelError';

export interface Endpoint {
  /** Without a slash at its end, e.g. `http://127.0.0.1:11434/v1`. */
  readonly address: string;
  readonly model: string;
  readonly key?: string;
  readonly limits: TimeLimits;
  /** For providers that do not tell how many tokens they counted. */
  readonly count: TokenCounter;
}

/** Bytes that an answer may take for a token of it: a character of an event is about 200 bytes of JSON. */
const bytesForToken = 1200;
const leastBytes = 262_144;
/** Characters of a token at most, about. */
const charactersForToken = 16;

export function mostBytes(maxOutput: number): number {
  return Math.max(leastBytes, maxOutput * bytesForToken);
}

/** Gathers the text of an answer, up to its limit. */
export class AnswerText {
  private parts = '';
  private readonly most: number;

  constructor(
    maxOutput: number,
    private readonly onText: ((text: string) => void) | undefined,
  ) {
    this.most = Math.max(1024, maxOutput * charactersForToken);
  }

  add(text: string): void {
    if (text === '') return;
    this.parts += text;
    if (this.parts.length > this.most) {
      throw ModelError.of(
        'huge',
        `The answer goes on beyond what was asked for (${this.most} characters), and was not read further.`,
      );
    }
    this.onText?.(text);
  }

  get text(): string {
    return this.parts;
  }
}

/** Makes a call that throws one that answers with a value. The key is in no message, whoever wrote it. */
export async function asOutcome(
  call: () => Promise<Completion>,
  key: string | undefined,
): Promise<Outcome<Completion>> {
  try {
    const value = await call();
    if (value.text.trim() !== '') return { ok: true, value };
    throw ModelError.of('empty', 'The model answered with nothing.');
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { failure } = error;
    const message =
      key === undefined || key === '' ? failure.message : failure.message.replaceAll(key, '<key>');
    return { ok: false, failure: { ...failure, message } };
  }
}
