// Folders of files that can be made anew: the least recently used go when there are too many.
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** A folder to which nothing came for so many ms has been looked through before. */
const lately = 3_600_000;

/**
 * Removes the files that were used longest ago, by their time of change, until no more are left than may be. Never fails.
 * @param folder Holds files only; it need not exist.
 */
export async function removeOldest(folder: string, most: { files: number; bytes?: number }): Promise<void> {
  try {
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > lately) return;
    const files = await Promise.all((await readdir(folder)).map((name) => facts(path.join(folder, name))));
    files.sort((a, b) => b.used - a.used);
    let bytes = 0;
    for (const [position, { file, size }] of files.entries()) {
      bytes += size;
      if (position >= most.files || bytes > (most.bytes ?? Infinity)) await rm(file, { force: true });
    }
  } catch {
    // The folder is not there, or not ours: the next run looks again.
  }
}

async function facts(file: string): Promise<{ file: string; used: number; size: number }> {
  const found = await stat(file).catch(() => undefined);
  return { file, used: found?.mtimeMs ?? 0, size: found?.size ?? 0 };
}
