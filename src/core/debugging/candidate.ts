// A changed program on its way to become a fix.
import type { MutationInBlock } from './mutations/mutations';

export interface Candidate {
  readonly source: string;
  /** The changes that made it, the first one first. */
  readonly changes: readonly MutationInBlock[];
  /** How promising it looked before it ran. */
  readonly score: number;
}

export interface TriedCandidate extends Candidate {
  /** Of the tests that failed before, how many pass now; and how many of those that passed before still do. */
  readonly repaired: number;
  readonly kept: number;
}

/** What kind of changes it is, and where: `off by one, line 4`. */
export function strategyOf({ changes, source }: Pick<Candidate, 'changes' | 'source'>): string {
  return changes.map(({ operator, from }) => `${operator}, line ${lineAt(source, from)}`).join('; ');
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
