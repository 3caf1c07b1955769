// The thread that parses, and looks for rules: syntax trees as numbers, which are handed over without a copy.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { RoleMatch } from '../../core/dataflow/model';
import { RuleMatcher } from '../../core/dataflow/rules/ruleMatcher';
import { readSelection, type RuleSelection } from '../../core/dataflow/rules/ruleSet';
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

/** What the thread is started with. */
export interface ParsingSettings {
  readonly rules: RuleSelection | undefined;
}

export interface ParsedRecords {
  readonly records: NodeRecords;
  /** Where the rules match, if any were given. */
  readonly matches?: readonly RoleMatch[];
}

/** Of a text that could not be parsed: whether for want of time, or what went wrong. */
export type ParsingAnswer =
  | ({ readonly id: number } & ParsedRecords)
  | { readonly id: number; readonly isOutOfTime: boolean; readonly message: string };

/** Answers requests one after the other. Its bundle lies beside wasm/. */
export function runParsing(): void {
  const port = parentPort;
  if (port === null) throw new Error('This runs in a thread only.');
  const { rules } = workerData as ParsingSettings;
  const matcher = rules && new RuleMatcher(readSelection(rules));
  const starting = createSyntax((name) => readFile(path.join(__dirname, 'wasm', name)));
  let last: Promise<unknown> = Promise.resolve();
  const answer = async ({ id, language, text, limitMs }: ParsingRequest): Promise<void> => {
    try {
      const syntax = await starting;
      const records = await syntax.records(language, text, { limitMs });
      const tree = matcher && (await syntax.treeOf(language, text, records));
      const found = tree && { matches: matcher.matches({ language, tree }) };
      port.postMessage({ id, records, ...found } satisfies ParsingAnswer, [records.buffer]);
    } catch (error) {
      const isOutOfTime = error instanceof ParseAbandoned;
      port.postMessage({ id, isOutOfTime, message: String(error) } satisfies ParsingAnswer);
    }
  };
  port.on('message', (request: ParsingRequest) => {
    last = last.then(() => answer(request));
  });
}
