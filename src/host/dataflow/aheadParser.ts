// Parses the files of one analysis: the first here, many more in a thread beside it.
import os from 'node:os';
import { ParseAbandoned } from '../../core/syntax/limits';
import type { LanguageId } from '../../core/syntax/model';
import type { SyntaxTree } from '../../core/syntax/syntaxTree';
import type { ParsingThread } from '../syntax/parsingThread';
import type { SyntaxService } from '../syntax/syntaxService';

/** A file that takes longer is left out. */
const limitMs = 5_000;

/** So many files are parsed here: only for more it pays to start a thread. */
const parsedHere = 12;

export class AheadParser {
  private count = 0;
  private thread: ParsingThread | undefined;
  private state: 'in use' | 'without thread' | 'disposed' =
    os.availableParallelism() > 1 ? 'in use' : 'without thread';

  constructor(private readonly syntax: SyntaxService) {}

  /** @throws {ParseAbandoned} when it takes too long. */
  async tree(language: LanguageId, text: string): Promise<SyntaxTree> {
    this.count++;
    if (this.count > parsedHere && this.state === 'in use') {
      try {
        this.thread ??= this.syntax.startThread();
        return await this.syntax.treeOf(language, text, await this.thread.records(language, text, limitMs));
      } catch (error) {
        if (error instanceof ParseAbandoned || this.isDisposed) throw error;
        // The thread is lost, for want of memory for instance: it goes on here.
        this.state = 'without thread';
      }
    }
    return this.syntax.tree(language, text, { limitMs });
  }

  /** Ends the thread, if there is one, and with an error what waits for it. */
  dispose(): void {
    this.state = 'disposed';
    this.thread?.dispose();
  }

  private get isDisposed(): boolean {
    return this.state === 'disposed';
  }
}
