// Where a private local socket can be opened, by operating system.
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface PrivateAddress {
  /** What a client is told: the path of a Unix socket, or `tcp:PORT` on loopback. */
  readonly address: string;
  dispose(): Promise<void>;
}

/** Lets a server listen where only this user's processes get in: a Unix socket in a folder of mode 0700; on Windows,
 * whose Python has no Unix sockets, loopback TCP guarded by a token. */
export async function listenPrivately(
  server: Server,
  platform: NodeJS.Platform = process.platform,
): Promise<PrivateAddress> {
  if (platform === 'win32') {
    await listening(server, { host: '127.0.0.1', port: 0 });
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('No loopback port could be opened.');
    return { address: `tcp:${bound.port}`, dispose: () => Promise.resolve() };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'witness-'));
  await chmod(folder, 0o700);
  const address = path.join(folder, 's');
  await listening(server, { path: address });
  return { address, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** A secret that a client must show first. */
export function newToken(): string {
  return randomBytes(24).toString('hex');
}

function listening(server: Server, where: { host: string; port: number } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
