// Runs two versions of a Python function on the same inputs, in the sandbox.
import { z } from 'zod';
import type { Behaviour, BehaviourDifference } from '../../core/review/behaviour';
import type { ProgramPlace } from '../debugging/programTester';
import { Failure } from '../failure';
import type { SandboxPool } from '../sandbox/sandboxPool';
import type { Job, JobAnswer } from '../sandbox/sandboxProcess';

const comparedSchema = z.union([
  z.object({ reason: z.string() }),
  z.object({
    calls: z.number(),
    lines: z.array(z.number()),
    difference: z.object({ call: z.string(), old: z.string(), new: z.string() }).exactOptional(),
  }),
]);
const confirmedSchema = z.object({
  old: z.string(),
  new: z.string(),
  differ: z.boolean(),
  steady: z.boolean(),
});

/** Modules that jobs of a comparison need before they fork. */
export const comparisonModules = ['witness_review.comparing'];

/** Time for one call, and to load both versions and confirm, in milliseconds. */
const callMs = 250;
const graceMs = 8000;
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
}

export class BehaviourComparison {
  constructor(
    private readonly pool: SandboxPool,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * What is told as a difference was seen three times, twice of them in processes of their own.
   * @throws Failure when cancelled
   */
  async compare(versions: ComparedVersions): Promise<Behaviour> {
    const request = { ...versions.place, ...versions, place: undefined, limitMs: callMs, seed };
    const compared = await this.ask('compare', request, versions.budgetMs, comparedSchema);
    if (compared === undefined) return { kind: 'unknown', reason: 'running it ended the process' };
    if ('reason' in compared) return { kind: 'unknown', reason: compared.reason };
    if (compared.difference !== undefined) return this.confirmed(versions, compared.difference);
    if (compared.calls === 0) return { kind: 'unknown', reason: 'no input was found that it takes' };
    return { kind: 'same', calls: compared.calls, lines: compared.lines.map((line) => line - 1) };
  }

  private async confirmed(versions: ComparedVersions, { call }: BehaviourDifference): Promise<Behaviour> {
    const request = { ...versions.place, ...versions, place: undefined, call };
    const [first, second] = await Promise.all([
      this.ask('confirm', request, 0, confirmedSchema),
      this.ask('confirm', request, 0, confirmedSchema),
    ]);
    if (first === undefined || second === undefined) {
      return { kind: 'unknown', reason: `${call} ended the process` };
    }
    const isSteady = first.steady && first.old === second.old && first.new === second.new;
    if (!first.differ || !isSteady) {
      return { kind: 'unknown', reason: `${call} does not do the same each time` };
    }
    return { kind: 'different', difference: { call, old: first.old, new: first.new } };
  }

  private async ask<T>(
    name: string,
    argument: object,
    budgetMs: number,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const limitMs = budgetMs + graceMs;
    const job = { module: 'witness_review.comparing', function: name, argument, limitMs };
    const answer = await this.answered(job);
    if (answer === undefined || answer.result === null) return undefined;
    const found = schema.safeParse(JSON.parse(answer.result));
    return found.success ? found.data : undefined;
  }

  /** Undefined where the sandbox ended in the middle of it; the pool starts another one. */
  private async answered(job: Job): Promise<JobAnswer | undefined> {
    try {
      return await this.pool.run(job, this.signal);
    } catch (error) {
      if (this.signal?.aborted === true || !(error instanceof Failure) || error.kind !== 'internal') {
        throw error;
      }
      return undefined;
    }
  }
}
