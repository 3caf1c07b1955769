// Compares two versions of a function on the same inputs, in the sandbox, whatever their language is.
import * as z from 'zod';
import type { Behaviour } from '../../core/review/behaviour';
import type { ProgramPlace } from '../debugging/programPlace';

const differenceSchema = z.object({
  call: z.string(),
  old: z.string(),
  new: z.string(),
  /** The call, as the runtime of the language has it. */
  parsed: z.unknown().optional(),
});

const comparedSchema = z.union([
  z.object({ reason: z.string() }),
  z.object({
    calls: z.number(),
    lines: z.array(z.number()),
    difference: differenceSchema.exactOptional(),
  }),
]);
const confirmedSchema = z.object({
  old: z.string(),
  new: z.string(),
  differ: z.boolean(),
  steady: z.boolean(),
});

/** Time for one call, and to load both versions and confirm, in milliseconds. */
const callMs = 250;
const graceMs = 8000;
/** Why something is not compared, where nothing is wrong with it. */
export const noTime = 'the time for one file was used for others';
/** The same inputs whenever the same versions are compared. */
const seed = 1;

export interface ComparedVersions {
  readonly place: ProgramPlace;
  readonly old: string;
  readonly new: string;
  /** Dotted path of a function that both versions have. */
  readonly function: string;
  /** Texts of calls that are known from tests, documentation and other code. */
  readonly calls: readonly string[];
  /** Time for all calls, in milliseconds. */
  readonly budgetMs: number;
  /** Time for everything, in milliseconds; what takes longer is ended. */
  readonly withinMs?: number;
}

export interface RunRequest extends ComparedVersions {
  /** Time for one call, in milliseconds. */
  readonly limitMs: number;
  /** When nobody waits for an answer any more, on the clock of `performance.now`. */
  readonly endsAt: number;
  readonly seed: number;
  /** Of a call that is to be confirmed. */
  readonly call?: string;
  readonly parsed?: unknown;
}

/** Runs versions of one language. */
export interface VersionRunner {
  /**
   * What the runtime answers; undefined where running it ended its process.
   * @throws Failure when cancelled
   */
  ask(name: 'compare' | 'confirm', request: RunRequest, limitMs: number): Promise<unknown>;
}

export class BehaviourComparison {
  constructor(private readonly runner: VersionRunner) {}

  /**
   * What is told as a difference was seen three times, twice of them in processes of their own.
   * @throws Failure when cancelled
   */
  async compare(versions: ComparedVersions): Promise<Behaviour> {
    const endsAt = performance.now() + (versions.withinMs ?? Infinity);
    const request = { ...versions, limitMs: callMs, seed, endsAt };
    const compared = await this.ask('compare', request, versions.budgetMs, comparedSchema);
    if (compared === undefined) return noAnswer(request, 'running it ended the process');
    if ('reason' in compared) return { kind: 'unknown', reason: compared.reason };
    if (compared.difference !== undefined) return this.confirmed(request, compared.difference);
    if (compared.calls === 0) return { kind: 'unknown', reason: 'no input was found that it takes' };
    return { kind: 'same', calls: compared.calls, lines: compared.lines.map((line) => line - 1) };
  }

  private async confirmed(
    request: RunRequest,
    { call, parsed }: z.infer<typeof differenceSchema>,
  ): Promise<Behaviour> {
    const again = { ...request, call, parsed };
    const [first, second] = await Promise.all([
      this.ask('confirm', again, 0, confirmedSchema),
      this.ask('confirm', again, 0, confirmedSchema),
    ]);
    if (first === undefined || second === undefined) return noAnswer(request, `${call} ended the process`);
    const isSteady = first.steady && first.old === second.old && first.new === second.new;
    if (!first.differ || !isSteady) {
      return { kind: 'unknown', reason: `${call} does not do the same each time` };
    }
    return { kind: 'different', difference: { call, old: first.old, new: first.new } };
  }

  private async ask<T>(
    name: 'compare' | 'confirm',
    request: RunRequest,
    budgetMs: number,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const limitMs = Math.ceil(Math.min(budgetMs + graceMs, request.endsAt - performance.now()));
    if (limitMs <= 0) return undefined;
    const found = schema.safeParse(await this.runner.ask(name, request, limitMs));
    return found.success ? found.data : undefined;
  }
}

function noAnswer({ endsAt }: RunRequest, reason: string): Behaviour {
  return { kind: 'unknown', reason: performance.now() < endsAt ? reason : noTime };
}
