// Runs a fragment in the sandbox: once, and with a budget of more runs until nothing new is reached.
import type { Example } from '../../core/fragment/taskExamples';
import { Exploration } from '../../core/fragment/exploration';
import type { RunSummary } from '../../core/fragment/fragmentReport';
import { firstPlan, runResultSchema, type RunPlan, type RunResult } from '../../core/fragment/runResult';
import type { ExistingValues } from './existingValues';
import type { JobAnswer } from '../sandbox/sandboxProcess';
import type { SandboxPool } from '../sandbox/sandboxPool';

export interface Fragment {
  /** Text to run; empty lines before it keep its line numbers. */
  readonly source: string;
  /** Name in tracebacks. */
  readonly file: string;
  /** The whole file that it was taken from. */
  readonly context?: string;
  /** Name of the function that it was taken from. */
  readonly within?: string;
  /** Expressions for invented values, by path. */
  readonly given?: Readonly<Record<string, string>>;
  /** Whether the values that lines write are told. */
  readonly notes?: boolean;
  /** Calls of what the fragment defines, and what is expected of them. */
  readonly examples?: readonly Example[];
  /** What is known of names, see `ExistingValues`. */
  readonly known?: ExistingValues['known'];
  readonly calls?: ExistingValues['calls'];
  readonly stub?: string;
}

export interface PartialRunOptions {
  /** Runs at most, the first one included. */
  readonly runs: number;
  /** Time for one run in milliseconds. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

/** Once a fragment has used up its time, further runs of it get no more than this. */
const shortLimitMs = 1000;

/** All runs in order; the first is the most natural one. Where what a placeholder cannot do ended that, it is made again. */
export async function runFragment(
  fragment: Fragment,
  pool: SandboxPool,
  options: PartialRunOptions,
): Promise<RunSummary[]> {
  const exploration = new Exploration();
  const runs: RunSummary[] = [];
  let plan: RunPlan | undefined = firstPlan;
  let { limitMs } = options;
  const once = async (next: RunPlan): Promise<RunSummary> => {
    const answer = await runOnce(fragment, next, pool, limitMs, options.signal);
    const result = readResult(answer);
    const newLines = exploration.add({ plan: next, result });
    const stopped = result === undefined ? { stopped: reason(answer) } : {};
    return { plan: next, newLines, ms: answer.ms, result, ...stopped };
  };
  while (plan !== undefined && runs.length < options.runs) {
    const run = await once(plan);
    runs.push(runs.length === 0 && endedByPlaceholder(run) ? repaired(run, await once(refinedPlan)) : run);
    if (run.result === undefined || run.result.outcome.kind === 'timeout') {
      limitMs = Math.min(limitMs, shortLimitMs);
    }
    // What did not end by itself is not tried again and again.
    plan = runs.slice(-3).every(({ result }) => result === undefined) ? undefined : exploration.next();
  }
  return runs;
}

const refinedPlan: RunPlan = { ...firstPlan, lenient: true };

function endedByPlaceholder({ result }: RunSummary): boolean {
  return result?.errors.some(({ limit }) => limit) === true;
}

/** The second run where it came further, with the time of both. */
function repaired(first: RunSummary, second: RunSummary): RunSummary {
  const reach = ({ result }: RunSummary): number => Object.keys(result?.started ?? {}).length;
  if (reach(second) < reach(first) || second.result === undefined) return first;
  const newLines = [...new Set([...first.newLines, ...second.newLines])].sort((a, b) => a - b);
  return { ...second, newLines, ms: first.ms + second.ms };
}

function runOnce(
  fragment: Fragment,
  plan: RunPlan,
  pool: SandboxPool,
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<JobAnswer> {
  const argument = { ...fragment, plan, limitMs };
  return pool.run({ module: 'witness_fragment.running', function: 'run', argument, limitMs }, signal);
}

/** The runtime's own words, checked; undefined where there are none or where they are none of the runtime's. */
function readResult(answer: JobAnswer): RunResult | undefined {
  if (answer.result === null) return undefined;
  try {
    const parsed = runResultSchema.safeParse(JSON.parse(answer.result));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function reason({ stopped, signal, exitCode }: JobAnswer): string {
  return stopped ?? signal ?? `exit code ${exitCode ?? '?'}`;
}
