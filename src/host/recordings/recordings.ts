// The recordings that a window works with: files in the store, the last ones also in memory.
import type { Recording } from '../../core/trace/recording';
import type { RecordingRef } from '../../protocol/recordings';
import type { RecordingStore } from '../store/recordingStore';
import type { SyntaxService } from '../syntax/syntaxService';
import { loadRecording } from '../trace/recordingFile';
import { recordingsOf } from './keptRecordings';
import { OpenRecording } from './openRecording';
import { RecordedTexts } from './recordedTexts';

/** Recordings that stay in memory. */
const openAtOnce = 3;

export class Recordings {
  private readonly open = new Map<string, Promise<OpenRecording>>();

  /** What ran without having been saved. */
  readonly texts = new RecordedTexts();

  constructor(
    private readonly syntax: SyntaxService,
    /** Where they are kept, with those of the command line. */
    readonly store: RecordingStore,
  ) {}

  /** A recording that has just been made. */
  add(ref: RecordingRef, recording: Recording): void {
    this.keep(keyOf(ref), OpenRecording.of(recording, this.syntax, ref.entry, this.texts));
  }

  /** @throws Failure when the file is gone or is no recording. */
  of(ref: RecordingRef): Promise<OpenRecording> {
    const key = keyOf(ref);
    const known = this.open.get(key) ?? this.load(ref);
    this.keep(key, known);
    return known;
  }

  /** Forgets what is in memory and removes all that is kept, or what is kept of some folders; gives how many. */
  async deleteAll(folders?: readonly string[]): Promise<number> {
    this.open.clear();
    if (folders === undefined) return this.store.deleteAll();
    const mine = await recordingsOf(this.store, folders);
    for (const { id } of mine) await this.store.delete(id);
    return mine.length;
  }

  private async load({ path: file, entry }: RecordingRef): Promise<OpenRecording> {
    return OpenRecording.of(await loadRecording(file), this.syntax, entry, this.texts);
  }

  private keep(key: string, recording: Promise<OpenRecording>): void {
    this.open.delete(key);
    this.open.set(key, recording);
    recording.catch(() => this.open.delete(key));
    const oldest = this.open.keys().next();
    if (this.open.size > openAtOnce && oldest.done !== true) this.open.delete(oldest.value);
  }
}

function keyOf({ path: file, entry }: RecordingRef): string {
  return `${file}#${entry ?? ''}`;
}
