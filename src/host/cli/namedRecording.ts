// A recording as a user names it: by a file, or as one that is kept.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { RecordingStore } from '../store/recordingStore';
import type { Terminal } from './program';

/** The absolute path of its file; a file of that name comes before a kept recording. @throws Failure */
export async function recordingNamed(name: string, { cwd, environment }: Terminal): Promise<string> {
  const file = path.resolve(cwd, name);
  const isFile = await access(file).then(
    () => true,
    () => false,
  );
  return isFile ? file : (await RecordingStore.ofUser(environment).find(name)).path;
}
