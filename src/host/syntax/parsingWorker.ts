// The thread that parses: syntax trees as numbers, which are handed over without a copy.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { ParseAbandoned } from '../../core/syntax/limits';
import type { LanguageId } from '../../core/syntax/model';
import type { NodeRecords } from '../../core/syntax/nodeRecords';
import { createSyntax } from '../../core/syntax/parser';

export interface ParsingRequest {
  readonly id: number;
  readonly language: LanguageId;
  readonly text: string;
  /** In milliseconds, from when its turn comes. */
  readonly limitMs: number;
}

/** Of a text that could not be parsed: whether for want of time, or what went wrong. */
export type ParsingAnswer =
  | { readonly id: number; readonly records: NodeRecords }
  | { readonly id: number; readonly isOutOfTime: boolean; readonly message: string };

/** Answers requests one after the other. Its bundle lies beside wasm/. */
export function runParsing(): void {
  const port = parentPort;
  if (port === null) throw new Error('This runs in a thread only.');
  const syntax = createSyntax((name) => readFile(path.join(__dirname, 'wasm', name)));
  let last: Promise<unknown> = Promise.resolve();
  const answer = async ({ id, language, text, limitMs }: ParsingRequest): Promise<void> => {
    try {
      const records = await (await syntax).records(language, text, { limitMs });
      port.postMessage({ id, records } satisfies ParsingAnswer, [records.buffer]);
    } catch (error) {
      const isOutOfTime = error instanceof ParseAbandoned;
      port.postMessage({ id, isOutOfTime, message: String(error) } satisfies ParsingAnswer);
    }
  };
  port.on('message', (request: ParsingRequest) => {
    last = last.then(() => answer(request));
  });
}
