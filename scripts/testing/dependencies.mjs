import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './stages.mjs';

/** The stage that installs node_modules when they are missing or not what package-lock.json asks for. */
export const installDependencies = {
  name: 'dependencies',
  run: async () => {
    if ((await upToDate()) || npm('ci')) return;
    console.error(
      '\nnpm ci failed (see above), so what follows may not be what package-lock.json asks for.\n',
    );
    if (!npm('install', '--no-save')) throw new Error('npm cannot install the packages the tests need.');
  },
};

function npm(...args) {
  const { status } = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // npm is a .cmd file there.
    shell: process.platform === 'win32',
  });
  return status === 0;
}

async function upToDate() {
  const wanted = await lockedPackages('package-lock.json');
  const installed = await lockedPackages('node_modules/.package-lock.json').catch(() => ({}));
  return Object.entries(wanted).every(([folder, { version, optional }]) => {
    const found = installed[folder]?.version;
    return folder === '' || found === version || (optional && found === undefined);
  });
}

async function lockedPackages(file) {
  return JSON.parse(await readFile(path.join(root, file), 'utf8')).packages;
}
