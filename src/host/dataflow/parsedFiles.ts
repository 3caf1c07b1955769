// The trees of files on disk, kept until the files change.
import { stat } from 'node:fs/promises';
import type { SourceFile } from '../../core/dataflow/model';
import { ParseAbandoned } from '../../core/syntax/limits';
import type { SyntaxService } from '../syntax/syntaxService';
import { isSkipped, readSource, type FoundFile, type SkippedFile } from './sourceFiles';

interface ParsedFile {
  readonly stamp: string;
  readonly source: SourceFile;
}

/** A file that takes longer is left out. */
const parseLimitMs = 5_000;

export class ParsedFiles {
  private readonly parsed = new Map<string, ParsedFile>();

  constructor(private readonly syntax: SyntaxService) {}

  /** The trees of files, those that have not changed as they were. */
  async read(
    found: readonly FoundFile[],
    signal: AbortSignal,
    onRead: (done: number) => void,
  ): Promise<{ sources: SourceFile[]; skipped: SkippedFile[] }> {
    const sources: SourceFile[] = [];
    const skipped: SkippedFile[] = [];
    for (const [index, file] of found.entries()) {
      signal.throwIfAborted();
      onRead(index);
      const read = await this.readOne(file);
      if ('reason' in read) skipped.push(read);
      else sources.push(read);
    }
    return { sources, skipped };
  }

  private async readOne(found: FoundFile): Promise<SourceFile | SkippedFile> {
    const stamp = await stampOf(found);
    const known = this.parsed.get(found.shown);
    if (known?.stamp === stamp) return known.source;
    const read = await readSource(found);
    // Saved again without a change: what was computed from it still holds.
    if (known !== undefined && !isSkipped(read) && known.source.text === read.text) {
      this.parsed.set(found.shown, { ...known, stamp });
      return known.source;
    }
    this.parsed.delete(found.shown);
    if (isSkipped(read)) return read;
    try {
      const tree = await this.syntax.tree(read.language, read.text, { limitMs: parseLimitMs });
      const source: SourceFile = {
        path: found.shown,
        language: read.language,
        text: read.text,
        tree,
      };
      this.parsed.set(found.shown, { stamp, source });
      return source;
    } catch (error) {
      if (error instanceof ParseAbandoned) return { file: found.shown, reason: 'parsing it took too long' };
      throw error;
    }
  }
}

async function stampOf({ file }: FoundFile): Promise<string> {
  const stats = await stat(file).catch(() => undefined);
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size}`;
}
