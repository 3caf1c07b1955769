// Where an interpreter finds its modules.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const question = 'import sys, json; print(json.dumps([p for p in sys.path if p]), end="")';

/** Folders of the standard library and of installed packages; none where the interpreter does not say. */
export async function importFolders(executable: string): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)(executable, ['-E', '-c', question], {
      timeout: 10_000,
      cwd: '/',
    });
    const found: unknown = JSON.parse(stdout);
    return Array.isArray(found) ? found.filter((item): item is string => typeof item === 'string') : [];
  } catch {
    return [];
  }
}
