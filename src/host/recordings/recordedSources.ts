// The text of recorded files: only where what is on disk is still what ran, or what ran was never there.
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { RecordedModule } from '../../core/trace/model';
import { LineIndex } from '../../core/text/lineIndex';
import { readRegularFile } from '../platform/regularFile';
import { decodePython, decodeUtf8 } from '../syntax/sourceText';
import { hashOf, type RecordedTexts } from './recordedTexts';

/** A recorded file whose text is known. */
export interface RecordedSource {
  readonly bytes: Uint8Array;
  readonly lines: LineIndex;
}

export class RecordedSources {
  private readonly files = new Map<string, RecordedSource>();

  /** Reads the files of a recording; those that are gone or have changed are left out. */
  static async read(modules: readonly RecordedModule[], texts: RecordedTexts): Promise<RecordedSources> {
    const sources = new RecordedSources();
    for (const { file, sha256 } of modules) {
      const bytes = await bytesThatRan(file, sha256, texts);
      if (bytes === undefined) continue;
      const text = languageOfPath(file) === 'python' ? decodePython(bytes) : decodeUtf8(bytes);
      if (text !== undefined) sources.files.set(file, { bytes, lines: new LineIndex(text) });
    }
    return sources;
  }

  of(file: string): RecordedSource | undefined {
    return this.files.get(file);
  }

  /** A 0-based line without the space around it; empty where it is not known. */
  line(file: string, line: number): string {
    return this.files.get(file)?.lines.lineText(line).trim() ?? '';
  }
}

async function bytesThatRan(
  file: string,
  sha256: string | undefined,
  texts: RecordedTexts,
): Promise<Uint8Array | undefined> {
  const unsaved = sha256 === undefined ? undefined : texts.get(sha256);
  const bytes = unsaved ?? (await readRegularFile(file).catch(() => undefined));
  if (bytes === undefined || sha256 === undefined || bytes === unsaved) return bytes;
  return hashOf(bytes) === sha256 ? bytes : undefined;
}
