// What the newest recordings of a workspace know of a function's names.
import type { NamedValue, RunDescription } from '../../core/trace/model';
import type { Recording } from '../../core/trace/recording';
import { type PieceOfFunction, recordedNames } from '../../core/fragment/recordedNames';
import type { RecordingStore, StoredRecording } from '../store/recordingStore';
import { loadRecording, readDescription } from '../trace/recordingFile';

export interface RecordedNames {
  readonly values: readonly NamedValue[];
  /** When the recording was finished, in ms since 1970. */
  readonly at: number;
}

/** Recordings whose first lines are looked at, and those of the same folder that are read. */
const looked = 40;
const read = 4;
const largestBytes = 16_000_000;

export class RecordedValues {
  /** By path: what was read, and whether it belongs to the folder. Recordings never change. */
  private readonly folders = new Map<string, Promise<string | undefined>>();
  private readonly recordings = new Map<string, Promise<Recording | undefined>>();

  constructor(private readonly store: RecordingStore) {}

  /**
   * The names of the newest recording, of programs that ran in a folder, in which the function was called.
   * @param textHash SHA-256 of the file's text; lines of a recording of another text mean nothing.
   */
  async of(piece: PieceOfFunction, cwd: string, textHash: string): Promise<RecordedNames | undefined> {
    let tried = 0;
    for (const stored of (await this.store.list()).slice(0, looked)) {
      if (tried >= read || stored.bytes > largestBytes) continue;
      if ((await this.folderOf(stored)) !== cwd) continue;
      tried++;
      const recording = await this.recordingOf(stored);
      if (recording === undefined) continue;
      const module = recording.parts.modules.find(({ file }) => file === piece.file);
      const { file, function: name } = piece;
      const asked = module?.sha256 === textHash ? piece : { file, function: name };
      const values = recordedNames(recording, asked);
      if (values.length > 0) return { values, at: stored.at };
    }
    return undefined;
  }

  private folderOf({ path: file }: StoredRecording): Promise<string | undefined> {
    const known = this.folders.get(file) ?? readDescription(file).then(folderOfProgram);
    this.folders.set(file, known);
    return known;
  }

  private recordingOf({ path: file }: StoredRecording): Promise<Recording | undefined> {
    const known = this.recordings.get(file) ?? loadRecording(file).catch(() => undefined);
    this.recordings.delete(file);
    this.recordings.set(file, known);
    const oldest = this.recordings.keys().next();
    if (this.recordings.size > read && oldest.done !== true) this.recordings.delete(oldest.value);
    return known;
  }
}

/** Where a program ran; of a piece that was run with invented values, nothing is to be learnt. */
function folderOfProgram(run: RunDescription | undefined): string | undefined {
  return run?.piece === undefined ? run?.cwd : undefined;
}
