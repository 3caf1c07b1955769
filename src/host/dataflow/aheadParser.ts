// Parses the files of one analysis: the first here, many more in a thread beside it, and here too what that does not manage.
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

/** What the thread has got can no longer be parsed here: enough for it to go on while this thread hears of nothing. */
const handedAtOnce = 4;

interface Job {
  readonly language: LanguageId;
  readonly text: string;
  readonly resolve: (tree: SyntaxTree) => void;
  readonly reject: (error: unknown) => void;
}

export class AheadParser {
  private readonly jobs: Job[] = [];
  private count = 0;
  private handed = 0;
  private thread: ParsingThread | undefined;
  private state: 'in use' | 'without thread' | 'disposed' =
    os.availableParallelism() > 1 ? 'in use' : 'without thread';

  constructor(private readonly syntax: SyntaxService) {}

  /** @throws {ParseAbandoned} when it takes too long. */
  tree(language: LanguageId, text: string): Promise<SyntaxTree> {
    this.count++;
    if (this.count <= parsedHere || this.state !== 'in use') return this.parseHere({ language, text });
    return new Promise((resolve, reject) => {
      this.jobs.push({ language, text, resolve, reject });
      this.handOver();
    });
  }

  /** Parses here what the thread would come to last. @returns false where there is nothing. */
  async help(): Promise<boolean> {
    const job = this.jobs.pop();
    if (job === undefined) return false;
    await this.parseHere(job).then(job.resolve, job.reject);
    return true;
  }

  /** Ends the thread, if there is one, and with an error what waits for it. */
  dispose(): void {
    this.state = 'disposed';
    this.thread?.dispose();
    for (const { reject } of this.jobs.splice(0)) reject(new Error('The analysis has ended.'));
  }

  private handOver(): void {
    while (this.handed < handedAtOnce) {
      const job = this.jobs.shift();
      if (job === undefined) return;
      this.handed++;
      void this.parseThere(job)
        .then(job.resolve, job.reject)
        .then(() => {
          this.handed--;
          this.handOver();
        });
    }
  }

  private async parseThere({ language, text }: Job): Promise<SyntaxTree> {
    if (this.state === 'in use') {
      try {
        this.thread ??= this.syntax.startThread();
        return await this.syntax.treeOf(language, text, await this.thread.records(language, text, limitMs));
      } catch (error) {
        if (error instanceof ParseAbandoned || this.isDisposed) throw error;
        // The thread is lost, for want of memory for instance: it goes on here.
        this.state = 'without thread';
      }
    }
    return this.parseHere({ language, text });
  }

  private parseHere({ language, text }: Pick<Job, 'language' | 'text'>): Promise<SyntaxTree> {
    return this.syntax.tree(language, text, { limitMs });
  }

  private get isDisposed(): boolean {
    return this.state === 'disposed';
  }
}
