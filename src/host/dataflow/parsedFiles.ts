// The trees of files on disk, kept until the files change.
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { RoleMatch, SourceFile } from '../../core/dataflow/model';
import type { RuleSelection } from '../../core/dataflow/rules/ruleSet';
import { ParseAbandoned } from '../../core/syntax/limits';
import type { SyntaxService } from '../syntax/syntaxService';
import { AheadParser } from './aheadParser';
import { isSkipped, readSource, type FoundFile, type SkippedFile } from './sourceFiles';

interface ParsedFile {
  readonly stamp: string;
  readonly source: SourceFile;
}

/** So many files are read and handed to the parser before the first of them is needed. */
const readAhead = 64;

/** Files that are read while they are used: each is told as soon as it is parsed, and all of them again the next time. */
export interface Reading extends AsyncIterable<SourceFile> {
  /** Those that have been told. */
  readonly sources: readonly SourceFile[];
  /** What has been left out up to there. */
  readonly skipped: readonly SkippedFile[];
}

/** Rules to look for in files as they are parsed. */
export interface Matching {
  readonly rules: RuleSelection;
  /** Is told of files in which somebody has looked. */
  readonly onMatched: (file: SourceFile, matches: readonly RoleMatch[]) => void;
}

export class ParsedFiles {
  private readonly parsed = new Map<string, ParsedFile>();

  constructor(private readonly syntax: SyntaxService) {}

  /**
   * The trees of files, those that have not changed as they were. Of many, the next are parsed while one is used.
   * @param onRead Is told how many have been taken.
   */
  read(
    found: readonly FoundFile[],
    signal: AbortSignal,
    onRead: (done: number) => void,
    matching?: Matching,
  ): Reading {
    const sources: SourceFile[] = [];
    const skipped: SkippedFile[] = [];
    const rest = this.readAll(found, signal, matching);
    async function* files(): AsyncGenerator<SourceFile> {
      yield* [...sources];
      for await (const read of rest) {
        onRead(sources.length + skipped.length);
        if (isLeftOut(read)) skipped.push(read);
        else {
          sources.push(read);
          yield read;
        }
      }
    }
    return { sources, skipped, [Symbol.asyncIterator]: files };
  }

  private async *readAll(
    found: readonly FoundFile[],
    signal: AbortSignal,
    matching: Matching | undefined,
  ): AsyncGenerator<SourceFile | SkippedFile> {
    const parser = new AheadParser(this.syntax, matching?.rules);
    const ahead: Promise<SourceFile | SkippedFile>[] = [];
    try {
      for (const file of found) {
        signal.throwIfAborted();
        const reading = this.readOne(file, parser, matching);
        // Who takes it sees the error.
        reading.catch(() => undefined);
        ahead.push(reading);
        if (ahead.length <= readAhead) continue;
        const [next] = ahead.splice(0, 1);
        if (next !== undefined) yield await awaited(next, parser);
      }
      for (const next of ahead) {
        signal.throwIfAborted();
        yield await awaited(next, parser);
      }
    } finally {
      parser.dispose();
    }
  }

  private async readOne(
    found: FoundFile,
    parser: AheadParser,
    matching: Matching | undefined,
  ): Promise<SourceFile | SkippedFile> {
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
      const { tree, matches } = await parser.parse(read.language, read.text);
      const source: SourceFile = {
        path: found.shown,
        language: read.language,
        text: read.text,
        tree,
      };
      this.parsed.set(found.shown, { stamp, source });
      if (matches !== undefined) matching?.onMatched(source, matches);
      return source;
    } catch (error) {
      if (error instanceof ParseAbandoned) return { file: found.shown, reason: 'parsing it took too long' };
      throw error;
    }
  }
}

/** Waits for a file, and parses others meanwhile. */
async function awaited<T>(file: Promise<T>, parser: AheadParser): Promise<T> {
  const state = { isRead: false };
  const note = (): void => {
    state.isRead = true;
  };
  file.then(note, note);
  do {
    // What has been read and parsed elsewhere is heard of, and the thread gets more, before anything else is done here.
    await setImmediate();
  } while (!state.isRead && (await parser.help()));
  return file;
}

function isLeftOut(read: SourceFile | SkippedFile): read is SkippedFile {
  return 'reason' in read;
}

async function stampOf({ file }: FoundFile): Promise<string> {
  const stats = await stat(file).catch(() => undefined);
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size}`;
}
