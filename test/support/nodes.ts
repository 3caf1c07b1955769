// The Nodes with which JavaScript is recorded in tests: the one that runs them, and a newer one that npm fetches once.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export const newerNode = 24;

/** The executable of a Node of another major version, kept in .cache. @throws Error where npm cannot fetch it. */
export function fetchedNode(major: number): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = path.resolve('.cache', `node-${major}`);
  const executable = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const found = path.join(folder, 'node_modules', name, executable);
  if (existsSync(found)) return found;
  const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--prefix', folder, ...options, `${name}@${major}`],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm cannot fetch Node ${major}, which tests need: ${stderr}`);
  return found;
}
