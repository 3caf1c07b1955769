import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Profile } from '../profile';
import type { ServerInstallation } from '../serverInstallation';
import { verbose } from './verbose';

const startLimitMs = 60_000;
const stopLimitMs = 3_000;

/** How VS Code's server is started. */
export interface ServerOptions {
  readonly installation: ServerInstallation;
  readonly profile: Profile;
  /** Where the server keeps what belongs to neither profile folder. */
  readonly serverData: string;
  /** Newer versions run suites and extensions under development only with the test driver, which hides notification toasts. */
  readonly testDriver: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running VS Code server, in a process group of its own. */
export class VSCodeServer {
  private readonly process: ChildProcessByStdio<null, Readable, Readable>;
  private output = '';
  /** Fulfilled when the server has ended, however it did. */
  readonly ended: Promise<void>;

  constructor(options: ServerOptions) {
    this.process = spawn(options.installation.node, serverArguments(options), {
      cwd: options.installation.folder,
      env: serverEnvironment(options),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    // Being in a group of its own, it would outlive a process that exits without stopping it.
    process.once('exit', this.kill);
    this.ended = new Promise((resolve) => {
      this.process.once('exit', () => {
        resolve();
      });
      this.process.once('error', (error) => {
        this.output += error.message;
        resolve();
      });
    });
  }

  /** Gives the port once the server accepts connections. */
  async listening(): Promise<number> {
    const port = new Promise<number>((resolve) => {
      const read = (chunk: Buffer): void => {
        verbose(chunk.toString());
        this.output = (this.output + chunk.toString()).slice(-10_000);
        const match = /Extension host agent listening on (\d+)/.exec(this.output);
        if (match) resolve(Number(match[1]));
      };
      this.process.stdout.on('data', read);
      this.process.stderr.on('data', read);
    });
    const limit = delay(startLimitMs, undefined, { ref: false });
    const first = await Promise.race([port, this.ended, limit]);
    if (typeof first !== 'number') throw new Error(`VS Code's server did not start:\n${this.output}`);
    return first;
  }

  /** Ends the server and everything it started. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    await Promise.race([this.ended, delay(stopLimitMs, undefined, { ref: false })]);
    this.kill();
    process.off('exit', this.kill);
  }

  private readonly kill = (): void => {
    this.signal('SIGKILL');
  };

  private signal(signal: NodeJS.Signals): void {
    if (this.process.pid === undefined) return;
    try {
      process.kill(-this.process.pid, signal);
    } catch {
      // The whole group is gone already.
    }
  }
}

/** The arguments that tell the server where the profile's folders are. */
export function profileArguments(options: Pick<ServerOptions, 'profile' | 'serverData'>): string[] {
  return [
    ...['--user-data-dir', options.profile.userData],
    ...['--extensions-dir', options.profile.extensions],
    ...['--server-data-dir', options.serverData],
  ];
}

function serverArguments(options: ServerOptions): string[] {
  return [
    'out/server-main.js',
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
    ...['--accept-server-license-terms', '--disable-telemetry'],
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...profileArguments(options),
  ];
}

function serverEnvironment(options: ServerOptions): NodeJS.ProcessEnv {
  const env = { ...process.env, ...options.env };
  // Set where the tests were started from a VS Code.
  delete env['ELECTRON_RUN_AS_NODE'];
  return env;
}
