import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { SolverAnswer, SolverPort, SolverQuery } from '../../core/dataflow/model';
import { readModel } from './readModel';
import { solverResponse, type SolverResponse } from './solverMessages';

/** Milliseconds that Z3 itself may take for a query. */
const queryLimitMs = 2000;
/** Milliseconds until a solver that does not answer is ended; it has to load first. */
const patienceMs = 10_000;
/** Megabytes of script objects; the memory of wasm is bounded by its own 32 bits. */
const heapLimitMb = 512;
const mostScriptBytes = 400_000;
/** Decisions that are kept: paths of one function, and the same ones after a change, ask alike. */
const mostDecisions = 1000;

type Pending = (response: SolverResponse | undefined) => void;

/** Z3 in a child process, started at the first query and again after it was ended. */
export class Z3Solver implements SolverPort {
  private child: ChildProcess | undefined;
  private readonly pending = new Map<number, Pending>();
  private count = 0;
  private failures = 0;
  /** By digest of the script, the latest last. */
  private readonly decisions = new Map<string, SolverAnswer>();

  /** @param assets The folder of `solver.js` and `z3/`. */
  constructor(private readonly assets: string) {}

  /** Never rejects: where Z3 cannot be had, everything is unknown. */
  async check({ script, wanted }: SolverQuery): Promise<SolverAnswer> {
    const values = wanted.length === 0 ? '' : `(get-value (${wanted.join(' ')}))`;
    const whole = `(set-option :timeout ${queryLimitMs})\n${script}\n(check-sat)\n${values}`;
    const digest = createHash('sha256').update(whole).digest('base64');
    const answer = this.decisions.get(digest) ?? (await this.decide(whole));
    if (answer.result !== 'unknown') this.keep(digest, answer);
    return answer;
  }

  private async decide(script: string): Promise<SolverAnswer> {
    if (this.failures >= 3 || script.length > mostScriptBytes) return { result: 'unknown' };
    const response = await this.ask(script);
    const output = response?.output ?? '';
    if (response?.output === undefined) this.failures++;
    if (/^unsat/.test(output)) return { result: 'unsat' };
    return /^sat/.test(output) ? { result: 'sat', values: readModel(output) } : { result: 'unknown' };
  }

  private keep(digest: string, answer: SolverAnswer): void {
    this.decisions.delete(digest);
    this.decisions.set(digest, answer);
    const [oldest] = this.decisions.keys();
    if (this.decisions.size > mostDecisions && oldest !== undefined) this.decisions.delete(oldest);
  }

  /** Ends the child. */
  dispose(): void {
    this.child?.kill();
    this.forget();
  }

  private ask(script: string): Promise<SolverResponse | undefined> {
    const child = (this.child ??= this.start());
    const id = ++this.count;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        settle(undefined);
      }, patienceMs);
      const settle: Pending = (response) => {
        clearTimeout(timer);
        this.pending.delete(id);
        if (this.pending.size === 0) hold(child, false);
        resolve(response);
      };
      this.pending.set(id, settle);
      hold(child, true);
      child.send({ id, script }, (error) => {
        if (error !== null) settle(undefined);
      });
    });
  }

  private start(): ChildProcess {
    const child = fork(path.join(this.assets, 'solver.js'), [], {
      execArgv: [`--max-old-space-size=${heapLimitMb}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {},
    });
    child.on('message', (message) => {
      const response = solverResponse.safeParse(message);
      if (response.success) this.pending.get(response.data.id)?.(response.data);
    });
    child.on('error', () => {
      this.forget();
    });
    child.on('exit', () => {
      if (this.child === child) this.forget();
    });
    return child;
  }

  private forget(): void {
    this.child = undefined;
    for (const settle of [...this.pending.values()]) settle(undefined);
  }
}

/** A solver with nothing to do does not keep the engine alive. */
function hold(child: ChildProcess, isBusy: boolean): void {
  if (isBusy) child.ref();
  else child.unref();
  if (isBusy) child.channel?.ref();
  else child.channel?.unref();
}
