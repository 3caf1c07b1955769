// The warm process of the sandbox: started once, it forks for each job. One job at a time.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { Failure } from '../failure';
import { confinementFor } from '../platform/confinement';
import { endTree, ownGroup } from '../platform/processes';

/** `isolated`: namespaces and a view of the file system of its own. `limited`: limits on resources only; it stops
 * accidents, not attacks. */
export type Isolation = 'isolated' | 'limited';

/** Limits of one job; sizes in bytes. */
export interface JobLimits {
  readonly limitMs?: number;
  readonly memory?: number;
  /** Addresses that one process may reserve; a little more than `memory` when left out. */
  readonly addresses?: number;
  readonly processes?: number;
  readonly output?: number;
  readonly file?: number;
  readonly scratch?: number;
}

/** A call of a function of a module, with a JSON value; or a program, which reads `input` and gives its result on descriptor 3. */
export type Job = JobLimits & {
  readonly environment?: Readonly<Record<string, string>>;
} & (
    | { readonly module: string; readonly function: string; readonly argument: unknown }
    | {
        readonly argv: readonly string[];
        readonly cwd?: string;
        readonly input?: string;
        /** Texts that it finds in the place of files, by absolute path; at level `isolated` only. */
        readonly files?: Readonly<Record<string, string>>;
      }
  );

const answerSchema = z.object({
  result: z.string().nullable(),
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  /** The limit that ended it. */
  stopped: z.enum(['time', 'memory', 'processes', 'output']).nullable(),
  stdout: z.string(),
  stderr: z.string(),
  stdoutBytes: z.number(),
  truncated: z.boolean(),
  ms: z.number(),
});

export type JobAnswer = z.infer<typeof answerSchema>;

const readySchema = z.discriminatedUnion('ready', [
  z.object({ ready: z.literal(true), level: z.enum(['isolated', 'limited']), notes: z.array(z.string()) }),
  z.object({ ready: z.literal(false), reason: z.string() }),
]);

export interface SandboxSettings {
  readonly level: Isolation;
  readonly interpreter: string;
  /** Folder that holds runtime/. */
  readonly assets: string;
  /** Folders and files that jobs may read, besides the system and the interpreter. */
  readonly visible: readonly string[];
  /** Folders in which modules are looked for. */
  readonly path: readonly string[];
  /** Modules that are imported before the first fork. */
  readonly preload: readonly string[];
}

const startMs = 20_000;
/** Past its own limit, a job's end is waited for no longer than this. */
const graceMs = 5000;

export class SandboxProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    private readonly scratch: string | undefined,
    readonly level: Isolation,
    /** What is not as it should be, e.g. that /proc cannot be shown. */
    readonly notes: readonly string[],
  ) {}

  private ended = false;

  /** @throws Failure of kind `missing` that says why a level cannot be had. */
  static async start(settings: SandboxSettings): Promise<SandboxProcess> {
    const scratch =
      settings.level === 'limited' ? await mkdtemp(path.join(tmpdir(), 'witness-scratch-')) : undefined;
    const main = path.join(settings.assets, 'runtime', 'python', 'witness_sandbox_main.py');
    const confinement = confinementFor(settings.level, { visible: [settings.assets, ...settings.visible] });
    const [command, ...rest] = confinement.command([settings.interpreter, '-I', '-S', '-B', main]);
    const child = spawn(command, rest, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
      cwd: '/',
      ...ownGroup(),
    });
    let complaint = '';
    child.stderr.on('data', (bytes: Buffer) => {
      complaint = `${complaint}${bytes.toString('utf8')}`.slice(-2000);
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => (complaint = error.message));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { level, assets, path: folders, preload } = settings;
    write(child, {
      level,
      path: folders,
      preload,
      visible: [path.join(assets, 'runtime'), ...settings.visible],
      confinedAlready: confinement.confinedAlready,
      ...(scratch !== undefined && { scratchFolder: scratch }),
    });
    const answer = await nextLine(lines, startMs);
    const ready = answer === undefined ? undefined : readySchema.parse(JSON.parse(answer));
    if (ready?.ready !== true) {
      endTree(child);
      if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
      throw unavailable(settings.level, ready?.reason ?? complaint.trim());
    }
    return new SandboxProcess(child, lines, scratch, ready.level, ready.notes);
  }

  /** Whether it can take another job. */
  get isAlive(): boolean {
    return !this.ended && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Runs a job. Aborting ends the whole process, which cannot be used any more.
   * @throws Failure when the process ends or the job is cancelled. */
  async run(job: Job, signal?: AbortSignal): Promise<JobAnswer> {
    const abort = (): void => {
      this.kill();
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      if (signal?.aborted === true) abort();
      write(this.child, { id: 0, ...job });
      const line = await nextLine(this.lines, (job.limitMs ?? 5000) + graceMs);
      if (signal?.aborted === true) throw new Failure('usage', 'The run was cancelled.');
      if (line === undefined) {
        this.kill();
        throw new Failure('internal', 'The sandbox ended before it answered.');
      }
      return answerSchema.parse(JSON.parse(line));
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async dispose(): Promise<void> {
    const gone = new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) resolve(undefined);
      else this.child.once('exit', resolve);
    });
    this.kill();
    await gone;
    if (this.scratch !== undefined) await rm(this.scratch, { recursive: true, force: true });
  }

  private kill(): void {
    this.ended = true;
    endTree(this.child);
  }
}

function unavailable(level: Isolation, reason: string): Failure {
  return new Failure(
    'missing',
    `Code cannot be run at level "${level}" here: ${reason || 'the sandbox did not start'}.`,
    level === 'isolated'
      ? 'Allow unprivileged user namespaces, or choose level "limited", which stops accidents but not attacks.'
      : undefined,
  );
}

function write(child: ChildProcess, message: unknown): void {
  child.stdin?.write(`${JSON.stringify(message)}\n`);
}

async function nextLine(lines: AsyncIterator<string>, limitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  try {
    const next = await Promise.race([lines.next(), late]);
    return next === undefined || next.done === true ? undefined : next.value;
  } finally {
    clearTimeout(timer);
  }
}
