// The recordings that are kept, and which of them belong to some folders.
import path from 'node:path';
import type { ListedRecording } from '../../protocol/recordings';
import type { RecordingStore, StoredRecording } from '../store/recordingStore';
import { readDescription } from '../trace/recordingFile';

/** Those of programs that ran in one of the folders, or whose file lies in one. */
export async function recordingsOf(
  store: RecordingStore,
  folders: readonly string[],
): Promise<StoredRecording[]> {
  const mine: StoredRecording[] = [];
  for (const item of await store.list()) {
    const run = await readDescription(item.path);
    if (run !== undefined && folders.some((folder) => isIn(run.cwd, folder) || isIn(run.file, folder))) {
      mine.push(item);
    }
  }
  return mine;
}

/** The newest first; what cannot be read is left out. */
export async function listedRecordings(store: RecordingStore, most: number): Promise<ListedRecording[]> {
  const newest = (await store.list()).slice(0, most);
  const found = await Promise.all(
    newest.map(async ({ path: place }) => ({ place, run: await readDescription(place) })),
  );
  return found.flatMap(({ place, run }) => {
    if (run === undefined) return [];
    const { file, call, test, startedAt } = run;
    return [
      {
        path: place,
        file,
        startedAt,
        ...(call !== undefined && { call }),
        ...(test !== undefined && { test }),
      },
    ];
  });
}

/** How many they are, and how large together. */
export function sizeOf(items: readonly StoredRecording[]): {
  readonly count: number;
  readonly bytes: number;
} {
  return { count: items.length, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function isIn(place: string, folder: string): boolean {
  const inside = path.relative(folder, place);
  return !inside.startsWith('..') && !path.isAbsolute(inside);
}
