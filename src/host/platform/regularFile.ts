// Files that somebody else names, a recorded program above all.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const largestSource = 64 * 1024 * 1024;

/**
 * Reads a file, and nothing else: of a pipe, a device or `/dev/fd/5` a reader would wait for ever, or would take from this
 * process what is its own.
 * @throws Error when there is no such file, it is no regular file, or it has more than 64 MiB.
 */
export async function readRegularFile(file: string): Promise<Buffer> {
  // Unlike a path that was looked at before, what is open stays what it is. Opening a pipe must not wait for its writer.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error(`${file} is no regular file.`);
    if (found.size > largestSource) throw new Error(`${file} is too large.`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
