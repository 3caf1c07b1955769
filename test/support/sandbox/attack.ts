// Runs hostile fragments against targets that are put up for them, and tells which were hit.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JobAnswer } from '../../../src/host/sandbox/sandboxProcess';
import type { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import type { HostileFragment } from './hostileFragments';

/** Seconds that processes of these fragments would sleep; nobody else's do. */
const marker = String(90_000 + (process.pid % 10_000));

export class Targets {
  /** Files that fragments may read and must not change. */
  readonly workspace: string;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'witness-targets-'));
  private readonly servers: Server[] = [];
  private connections = 0;
  private port = 0;
  private readonly canary: ChildProcess;

  private constructor() {
    this.workspace = path.join(this.folder, 'workspace');
    mkdirSync(this.workspace);
    this.restore();
    writeFileSync(path.join(this.folder, 'token'), 'secret-file');
    this.canary = spawn('sleep', ['600'], { stdio: 'ignore' });
  }

  static async put(): Promise<Targets> {
    const targets = new Targets();
    process.env['WITNESS_SECRET'] = 'secret-variable';
    const count = (): void => {
      targets.connections++;
    };
    for (const where of [{ host: '127.0.0.1', port: 0 }, { path: path.join(targets.folder, 's') }]) {
      const server = createServer(count);
      targets.servers.push(server);
      await new Promise<void>((resolve) => server.listen(where, resolve));
      const address = server.address();
      if (address !== null && typeof address === 'object') targets.port = address.port;
    }
    return targets;
  }

  /** What got out while a fragment ran; empty where nothing did. */
  async attack(fragment: HostileFragment, pool: SandboxPool, limitMs: number): Promise<string[]> {
    this.restore();
    this.connections = 0;
    const before = snapshot(this.folder);
    const code = fragment.code
      .replaceAll('WORKSPACE', this.workspace)
      .replaceAll('SECRET_FILE', path.join(this.folder, 'token'))
      .replaceAll('SOCKET', path.join(this.folder, 's'))
      .replaceAll('PORT', String(this.port))
      .replaceAll('CANARY_PID', String(this.canary.pid))
      .replaceAll('MARKER', marker);
    const answer = await pool
      .run({ module: 'builtins', function: 'exec', argument: code, limitMs })
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    return [...this.damage(before), ...said(answer)];
  }

  async remove(): Promise<void> {
    this.canary.kill();
    for (const server of this.servers) await new Promise((resolve) => server.close(resolve));
    delete process.env['WITNESS_SECRET'];
    rmSync(this.folder, { recursive: true, force: true });
  }

  private damage(before: string): string[] {
    return [
      ...(snapshot(this.folder) === before ? [] : ['files changed']),
      ...(this.connections === 0 ? [] : ['a connection was made']),
      ...(this.canary.exitCode === null && this.canary.signalCode === null ? [] : ['a process was killed']),
      ...(survivors() === 0 ? [] : ['a process stayed']),
    ];
  }

  private restore(): void {
    mkdirSync(this.workspace, { recursive: true });
    writeFileSync(path.join(this.workspace, 'canary.txt'), 'canary');
  }
}

function said(answer: JobAnswer | string): string[] {
  if (typeof answer === 'string') return [answer];
  return answer.stdout.includes('ESCAPED') ? ['it said so'] : [];
}

/** Names, contents, permissions and times of modification. */
function snapshot(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .map((name) => {
      const file = path.join(folder, name);
      const { mode, mtimeMs, size } = statSync(file);
      const isFile = statSync(file).isFile();
      return [name, mode, isFile ? mtimeMs : 0, size, isFile ? readFileSync(file, 'utf8') : ''].join(' ');
    })
    .join('\n');
}

/** Processes of fragments that are still there; those found are ended. */
function survivors(): number {
  let count = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(marker)) continue;
      process.kill(Number(name), 'SIGKILL');
      count++;
    } catch {
      // It has ended meanwhile.
    }
  }
  return count;
}
