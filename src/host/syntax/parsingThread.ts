// Parses beside the work of this thread, for those who read many files, and looks for rules in them.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ParseAbandoned } from '../../core/syntax/limits';
import type { LanguageId } from '../../core/syntax/model';
import type { RuleSelection } from '../../core/dataflow/rules/ruleSet';
import type { ParsedRecords, ParsingAnswer, ParsingRequest, ParsingSettings } from './parsingWorker';

interface Waiting {
  readonly resolve: (parsed: ParsedRecords) => void;
  readonly reject: (error: Error) => void;
}

/** One thread; texts are parsed in the order in which they are given. */
export class ParsingThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private end: Error | undefined;

  /**
   * @param assets Folder that holds parsing.js and wasm/.
   * @param rules Are looked for in each text.
   */
  constructor(assets: string, rules?: RuleSelection) {
    const workerData: ParsingSettings = { rules };
    this.worker = new Worker(path.join(assets, 'parsing.js'), { workerData });
    this.worker.on('message', (answer: ParsingAnswer) => {
      this.take(answer);
    });
    this.worker.on('error', (error) => {
      this.finish(error instanceof Error ? error : new Error(String(error)));
    });
    this.worker.on('exit', () => {
      this.finish(new Error('The thread that parses has ended.'));
    });
  }

  /**
   * The tree of a text as numbers, and where the rules match.
   * @param limitMs Time for it, in milliseconds.
   * @throws {ParseAbandoned} when it takes longer; another error when the thread cannot go on.
   */
  parse(language: LanguageId, text: string, limitMs: number): Promise<ParsedRecords> {
    const { end } = this;
    if (end !== undefined) return Promise.reject(end);
    const id = this.count++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, language, text, limitMs } satisfies ParsingRequest);
    });
  }

  /** Ends the thread, and what waits for it with an error. */
  dispose(): void {
    void this.worker.terminate();
  }

  private take(answer: ParsingAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('records' in answer) waiting?.resolve(answer);
    else waiting?.reject(answer.isOutOfTime ? new ParseAbandoned('time limit') : new Error(answer.message));
  }

  private finish(error: Error): void {
    this.end ??= error;
    for (const { reject } of this.waiting.values()) reject(this.end);
    this.waiting.clear();
  }
}
