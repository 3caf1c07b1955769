import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Installs packages into a folder of their own, away from Witness's dependencies and without running their scripts. */
export async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) await writeFile(manifest, '{ "private": true }\n');
  await npm(folder, packages);
}

/** Installs what the package.json in a folder asks for. */
export async function npmInstallDependencies(folder: string): Promise<void> {
  await npm(folder, ['--omit=dev']);
}

async function npm(folder: string, args: readonly string[]): Promise<void> {
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...args], {
    cwd: folder,
    maxBuffer: 16_000_000,
  });
}
