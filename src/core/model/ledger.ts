// What requests cost, before and after; a budget that is used up stops them.
import {
  failed,
  type LanguageModel,
  type Message,
  type ModelRequest,
  type Purpose,
  type TokenCounter,
  type TokenUsage,
} from './languageModel';

/** Money for a million tokens. */
export interface Price {
  readonly input: number;
  /** Of input that the provider still had. */
  readonly cached: number;
  readonly output: number;
}

export interface Budget {
  /** Input and output together. */
  readonly tokens: number;
  /** In the currency of the price. */
  readonly money?: number;
}

export interface LedgerTotals extends TokenUsage {
  readonly requests: number;
  /** Answers that were at hand and cost nothing. */
  readonly kept: number;
  /** Undefined where no price is known. */
  readonly money?: number;
}

/** Tokens that each message costs besides its text. */
const aroundMessage = 4;

export function countMessages(messages: readonly Message[], count: TokenCounter): number {
  return messages.reduce((sum, { text }) => sum + count(text) + aroundMessage, 0);
}

export function costOf({ input, cached, output }: TokenUsage, price: Price): number {
  return ((input - cached) * price.input + cached * price.cached + output * price.output) / 1_000_000;
}

/** `IN:OUT` or `IN:CACHED:OUT`, money for a million tokens; undefined where it is something else. */
export function parsePrice(text: string): Price | undefined {
  const parts = text.split(':').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => !(part >= 0))) return undefined;
  const [input = 0, middle = 0] = parts;
  return { input, cached: parts.length === 3 ? middle : input, output: parts.at(-1) ?? 0 };
}

export class Ledger {
  private readonly entries = new Map<Purpose, { requests: number; usage: TokenUsage }>();
  private readonly failures: string[] = [];
  private kept = 0;
  /** What requests under way may still cost. */
  private reserved = { input: 0, cached: 0, output: 0 };

  constructor(
    private readonly count: TokenCounter,
    private readonly budget?: Budget,
    private readonly price?: Price,
  ) {}

  /** The model, with its requests in these books. */
  over(model: LanguageModel): LanguageModel {
    return {
      id: model.id,
      complete: async (request, signal, onText) => {
        const most = this.mostOf(request);
        if (!this.allows(most)) {
          return failed('budget', `The budget is used up: ${this.text()}.`, 'Raise it with --budget.');
        }
        this.reserved = sum(this.reserved, most);
        const outcome = await model.complete(request, signal, onText);
        this.reserved = sum(this.reserved, most, -1);
        if (outcome.ok) this.add(request.purpose, outcome.value.usage);
        else this.failures.push(outcome.failure.message);
        return outcome;
      },
    };
  }

  addKept(): void {
    this.kept++;
  }

  get totals(): LedgerTotals {
    let usage: TokenUsage = nothing;
    let requests = 0;
    for (const entry of this.entries.values()) {
      usage = sum(usage, entry.usage);
      requests += entry.requests;
    }
    return {
      ...usage,
      requests,
      kept: this.kept,
      ...(this.price !== undefined && { money: costOf(usage, this.price) }),
    };
  }

  /** What went wrong, each reason once. */
  get problems(): string[] {
    return [...new Set(this.failures)];
  }

  /** E.g. `3 requests, 4,210 tokens in (2,048 of them cached), 512 out, 0.0009`. */
  text(): string {
    return totalsText(this.totals);
  }

  private mostOf(request: ModelRequest): TokenUsage {
    return { input: countMessages(request.messages, this.count), cached: 0, output: request.maxOutput };
  }

  private allows(more: TokenUsage): boolean {
    if (this.budget === undefined) return true;
    const all = sum(sum(this.totals, this.reserved), more);
    if (all.input + all.output > this.budget.tokens) return false;
    if (this.budget.money === undefined || this.price === undefined) return true;
    return costOf(all, this.price) <= this.budget.money;
  }

  private add(purpose: Purpose, usage: TokenUsage): void {
    const entry = this.entries.get(purpose) ?? { requests: 0, usage: nothing };
    this.entries.set(purpose, { requests: entry.requests + 1, usage: sum(entry.usage, usage) });
  }
}

const nothing: TokenUsage = { input: 0, cached: 0, output: 0 };

function sum(a: TokenUsage, b: TokenUsage, times = 1): TokenUsage {
  return {
    input: a.input + times * b.input,
    cached: a.cached + times * b.cached,
    output: a.output + times * b.output,
  };
}

export function totalsText({ requests, kept, input, cached, output, money }: LedgerTotals): string {
  const parts = [
    `${requests} ${requests === 1 ? 'request' : 'requests'}`,
    ...(kept > 0 ? [`${kept} answered from the cache`] : []),
    `${number(input)} tokens in${cached > 0 ? ` (${number(cached)} of them cached)` : ''}`,
    `${number(output)} out`,
    ...(money === undefined ? [] : [money.toFixed(4)]),
  ];
  return parts.join(', ');
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}
