// `witness flow` on a folder, as people start it.
import path from 'node:path';
import type { SourceText } from '../../../../src/host/dataflow/sourceFiles';
import { timedRun, withCopies, type TimedRun } from './timedRun';

/** Its rules are those that the other tool has as well. */
export const topics = ['command-injection', 'sql-injection', 'path-traversal', 'xss'];

/** @throws Error where it fails. */
export function runCommand(texts: readonly SourceText[]): TimedRun {
  const flow = [process.execPath, path.resolve('dist/cli.js'), 'flow', '.', '--rules', topics.join(',')];
  const run = withCopies(texts, (folder) => timedRun(flow, folder));
  if (run.status !== 0 && run.status !== 1) throw new Error(`witness flow failed: ${run.stderr}`);
  return run;
}
