// Where a run of statements ends, and what it then hands over.
import type { Node } from 'web-tree-sitter';
import type { Run } from './run';
import type { OpenFunction, Session } from './session';

/** Hands over the values of a run that ends: before an offset, or after its last statement. */
export function endRun(run: Run, before: number | undefined, owner: OpenFunction, session: Session): void {
  if (run.block === undefined || run.ended) return;
  run.ended = true;
  const text = session.values('block', owner, session.namesOfBlock(run.block));
  if (text === '') return;
  if (before !== undefined) session.insertions.before(before, text);
  else if (run.lastEnd >= 0) session.insertions.after(run.lastEnd, `;${text}`);
}

/** Where values of a run go that a compound statement ends; undefined where its last simple statement says it. */
export function endOfRunBefore(run: Run, statement: Node): number | undefined {
  if (run.lastEnd >= 0) return undefined;
  return run.start >= 0 ? run.start : statement.startIndex;
}
