import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const heartbeatMs = 2_000;
const abandonedMs = 20_000;

/**
 * Runs `install` on an empty folder unless an earlier run already completed it, and gives the complete folder
 * `<cache>/<name>`. The folder appears in one step, so an interrupted install leaves nothing that looks finished;
 * of several processes asking at once, one installs and the others wait.
 */
export async function installOnce(
  cache: string,
  name: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (!existsSync(folder)) await installInto(folder, install);
    return folder;
  } finally {
    await release();
  }
}

async function installInto(folder: string, install: (folder: string) => Promise<void>): Promise<void> {
  await removeLeftovers(folder);
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    await install(partial);
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  const cache = path.dirname(folder);
  const leftovers = (await readdir(cache)).filter((name) =>
    name.startsWith(`${path.basename(folder)}.partial-`),
  );
  for (const name of leftovers) await rm(path.join(cache, name), { recursive: true, force: true });
}

/** The lock is a folder whose time its owner keeps fresh: one that grows old belonged to a run that was killed. */
async function lock(folder: string): Promise<() => Promise<void>> {
  while (!(await created(folder))) {
    if (await isAbandoned(folder)) await discard(folder);
    else await delay(200);
  }
  const heartbeat = setInterval(() => {
    void utimes(folder, new Date(), new Date()).catch(() => undefined);
  }, heartbeatMs);
  return async () => {
    clearInterval(heartbeat);
    await rm(folder, { recursive: true, force: true });
  };
}

async function created(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const age = await stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > abandonedMs;
}

async function discard(folder: string): Promise<void> {
  const aside = `${folder}-${randomUUID()}`;
  await rename(folder, aside).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}
