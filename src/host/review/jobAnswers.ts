// Answers of jobs that may end their process.
import { Failure } from '../failure';
import type { SandboxPool } from '../sandbox/sandboxPool';
import type { Job } from '../sandbox/sandboxProcess';

/**
 * What a job answers; undefined where it or the sandbox ended in the middle of it, after which the pool starts another one.
 * @throws Failure when cancelled
 */
export async function answerOf(pool: SandboxPool, job: Job, signal?: AbortSignal): Promise<unknown> {
  try {
    const { result } = await pool.run(job, signal);
    return result === null ? undefined : JSON.parse(result);
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof Failure) || error.kind !== 'internal') throw error;
    return undefined;
  }
}
