// Z3 with the time that it took: it runs in a process of its own.
import type { SolverAnswer, SolverPort, SolverQuery } from '../../../../src/core/dataflow/model';

export class TimedSolver implements SolverPort {
  /** On the clock, from question to answer: no less than what the process took of the processor. */
  ms = 0;

  constructor(private readonly inner: SolverPort) {}

  async check(query: SolverQuery): Promise<SolverAnswer> {
    const start = performance.now();
    const answer = await this.inner.check(query);
    this.ms += performance.now() - start;
    return answer;
  }
}
