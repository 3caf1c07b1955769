import { execFile } from 'node:child_process';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { SilentReporter, downloadAndUnzipVSCode } from '@vscode/test-electron';
import { installBrowser } from './browserInstallation';
import { cacheFolder, entryFile, repositoryRoot } from './repository';
import { installServer } from './serverInstallation';
import type { VSCodeVersion } from './versions';

const run = promisify(execFile);
const downloadIdleMs = 10_000;

let downloads = process.env['WITNESS_VSCODE'] !== 'stand-in';

/**
 * The VS Code executable for runTests(): the downloaded one where it can be had and started, else the stand-in.
 * The first failure settles the matter for this process. WITNESS_VSCODE is 'stand-in' or 'download' to insist on one.
 */
export async function vscodeExecutable(version: VSCodeVersion): Promise<string> {
  if (downloads) {
    try {
      return await downloaded(version);
    } catch (error) {
      if (process.env['WITNESS_VSCODE'] === 'download') throw error;
      console.log(`VS Code's stand-in is used: ${reason(error)}`);
      downloads = false;
    }
  }
  return standIn(version);
}

async function downloaded(version: VSCodeVersion): Promise<string> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Error('there is no display (xvfb-run provides one)');
  }
  const executable = await downloadAndUnzipVSCode({
    version,
    cachePath: path.join(repositoryRoot, '.vscode-test'),
    timeout: downloadIdleMs,
    reporter: new SilentReporter(),
  });
  // Shows whether the system libraries are there, without opening a window.
  await run(executable, ['--version'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
  return executable;
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1).join('') || 'VS Code could not be downloaded';
}

async function standIn(version: VSCodeVersion): Promise<string> {
  await installServer(version);
  await installBrowser();
  return launcher(version);
}

/** runTests() wants one executable file: a script that starts the stand-in for a version. */
async function launcher(version: VSCodeVersion): Promise<string> {
  const file = path.join(cacheFolder, 'stand-in', `code-${version}`);
  const partial = `${file}.${process.pid}`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    partial,
    `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(entryFile('vscodeStandIn'))} ${version} "$@"\n`,
  );
  await chmod(partial, 0o755);
  await rename(partial, file);
  return file;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
