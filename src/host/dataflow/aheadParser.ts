// Parses the files of one analysis: the first here, many more in a thread beside it, and here too what that does not manage.
import os from 'node:os';
import type { RoleMatch } from '../../core/dataflow/model';
import type { RuleSelection } from '../../core/dataflow/rules/ruleSet';
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
const handedAtOnce = 12;

export interface ParsedAhead {
  readonly tree: SyntaxTree;
  /** Where the rules match; left out where nobody has looked yet. */
  readonly matches?: readonly RoleMatch[];
}

interface Job {
  readonly language: LanguageId;
  readonly text: string;
  readonly resolve: (parsed: ParsedAhead) => void;
  readonly reject: (error: unknown) => void;
}

export class AheadParser {
  private readonly jobs: Job[] = [];
  private count = 0;
  private handed = 0;
  private thread: ParsingThread | undefined;
  private state: 'in use' | 'without thread' | 'disposed' =
    os.availableParallelism() > 1 ? 'in use' : 'without thread';

  /** @param rules The thread looks for them as well. */
  constructor(
    private readonly syntax: SyntaxService,
    private readonly rules: RuleSelection | undefined,
  ) {}

  /** @throws {ParseAbandoned} when it takes too long. */
  parse(language: LanguageId, text: string): Promise<ParsedAhead> {
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

  private async parseThere({ language, text }: Job): Promise<ParsedAhead> {
    if (this.state === 'in use') {
      try {
        this.thread ??= this.syntax.startThread(this.rules);
        const { records, matches } = await this.thread.parse(language, text, limitMs);
        const tree = await this.syntax.treeOf(language, text, records);
        return { tree, ...(matches !== undefined && { matches }) };
      } catch (error) {
        if (error instanceof ParseAbandoned || this.isDisposed) throw error;
        // The thread is lost, for want of memory for instance: it goes on here.
        this.state = 'without thread';
      }
    }
    return this.parseHere({ language, text });
  }

  private async parseHere({ language, text }: Pick<Job, 'language' | 'text'>): Promise<ParsedAhead> {
    return { tree: await this.syntax.tree(language, text, { limitMs }) };
  }

  private get isDisposed(): boolean {
    return this.state === 'disposed';
  }
}
