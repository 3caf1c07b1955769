// Z3 as the benches use it: what it was asked and decided stands in the table, so that nobody has to trust that it ran.
import type { SolverAnswer, SolverPort, SolverQuery } from '../../../src/core/dataflow/model';

/** Passes queries on and counts them. */
export class CountingSolver implements SolverPort {
  private asked = 0;
  private decided = 0;

  constructor(private readonly inner: SolverPort & { dispose(): void }) {}

  async check(query: SolverQuery): Promise<SolverAnswer> {
    const answer = await this.inner.check(query);
    this.asked++;
    if (answer.result !== 'unknown') this.decided++;
    return answer;
  }

  reset(): void {
    this.asked = 0;
    this.decided = 0;
  }

  /** Queries, and how many of them were decided. */
  summary(): string {
    return `${this.asked}, ${this.decided}`;
  }

  dispose(): void {
    this.inner.dispose();
  }
}
