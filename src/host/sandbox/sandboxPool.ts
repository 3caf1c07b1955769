// Warm processes of the sandbox, as many as jobs run at once. One that has ended is replaced.
import { Failure } from '../failure';
import { SandboxProcess, type Job, type JobAnswer, type SandboxSettings } from './sandboxProcess';

export class SandboxPool {
  private readonly idle: SandboxProcess[] = [];
  private readonly all = new Set<SandboxProcess>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @param size How many jobs run at once. */
  constructor(
    private readonly settings: SandboxSettings,
    private readonly size: number,
  ) {}

  /** Starts the first process.
   * @throws Failure of kind `missing` when the level cannot be had here. */
  async probe(): Promise<SandboxProcess> {
    const started = await this.start();
    this.idle.push(started);
    return started;
  }

  /** Runs a job when a process is free.
   * @throws Failure when it was cancelled or the process ended. */
  async run(job: Job, signal?: AbortSignal): Promise<JobAnswer> {
    while (this.running >= this.size) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      if (signal?.aborted === true) throw new Failure('usage', 'The run was cancelled.');
      const sandbox = this.idle.pop() ?? (await this.start());
      try {
        return await sandbox.run(job, signal);
      } finally {
        if (sandbox.isAlive) this.idle.push(sandbox);
        else await this.forget(sandbox);
      }
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  /** Ends all processes. */
  async dispose(): Promise<void> {
    await Promise.all([...this.all].map((sandbox) => this.forget(sandbox)));
  }

  private async start(): Promise<SandboxProcess> {
    const started = await SandboxProcess.start(this.settings);
    this.all.add(started);
    return started;
  }

  private async forget(sandbox: SandboxProcess): Promise<void> {
    this.all.delete(sandbox);
    await sandbox.dispose();
  }
}
