// The command line beside a server of models.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ModelServer, type Behaviour, type ServedProtocol, type ServedRequest } from './modelServer';

export interface CommandAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class CommandWithModel {
  /** For files of the test, and for the caches of the command. */
  readonly folder = mkdtempSync(path.join(tmpdir(), 'witness-model-'));
  private servers: ModelServer[] = [];

  /** Starts a server that behaves by the number of the request, from 0. */
  async serve(
    behave: (number: number, request: ServedRequest) => Behaviour,
    protocol: ServedProtocol = 'openai',
  ): Promise<{ server: ModelServer; options: string[] }> {
    const server = new ModelServer(protocol, behave);
    this.servers.push(server);
    const address = await server.start();
    return { server, options: ['--model', 'model-1', '--endpoint', address, '--protocol', protocol] };
  }

  /** Runs `witness` with nothing set up in its environment but what is given, and short pauses before it asks a model again. */
  async witness(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandAnswer> {
    const inherited = Object.entries(process.env).filter(([name]) => !/MODEL|API_KEY/.test(name));
    const own = { XDG_CACHE_HOME: this.folder, WITNESS_MODEL_PAUSE: '10' };
    const env = { ...Object.fromEntries(inherited), ...own, ...environment };
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        ['dist/cli.js', ...words],
        { env, maxBuffer: 64 * 1024 * 1024 },
        (_, stdout, stderr) => {
          resolve({ code: child.exitCode, stdout, stderr });
        },
      );
    });
  }

  async dispose(): Promise<void> {
    for (const server of this.servers) await server.stop();
    this.servers = [];
    rmSync(this.folder, { recursive: true, force: true });
  }
}
