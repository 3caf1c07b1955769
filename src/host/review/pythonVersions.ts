// Runs two versions of a Python file.
import type { SandboxPool } from '../sandbox/sandboxPool';
import type { RunRequest, VersionRunner } from './behaviourComparison';
import { answerOf } from './jobAnswers';

/** Modules that jobs of a comparison need before they fork. */
export const comparisonModules = ['witness_review.comparing'];

export class PythonVersions implements VersionRunner {
  constructor(
    private readonly pool: SandboxPool,
    private readonly signal?: AbortSignal,
  ) {}

  ask(name: 'compare' | 'confirm', { place, ...request }: RunRequest, limitMs: number): Promise<unknown> {
    const argument = { ...place, ...request };
    const job = { module: 'witness_review.comparing', function: name, argument, limitMs };
    return answerOf(this.pool, job, this.signal);
  }
}
