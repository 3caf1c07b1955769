// Refined code for a comment: a change of the new version that was tried, or why there is none.
import { structuredPatch, formatPatch } from 'diff';
import { hash } from '../text/hash';
import type { Hunk } from './change';
import { hunksBetween } from './hunks';

export interface Refinement {
  readonly by: 'model' | 'search';
  /** What was changed, e.g. `comparison, line 4`. */
  readonly strategy: string;
  /** The whole new version with it, with LF, and a hash of the text that it belongs to. */
  readonly text: string;
  readonly textHash: string;
  readonly patch: string;
  /** What was seen when it was tried, a sentence each. */
  readonly told: readonly string[];
}

/** Exactly one of them. */
export interface RefinementOutcome {
  readonly refinement?: Refinement;
  /** Why there is none, a sentence each. */
  readonly unrefined?: readonly string[];
}

export interface RefinedText {
  readonly by: Refinement['by'];
  readonly strategy: string;
  readonly text: string;
}

/** Lines around a change that belong to its hunk, as in a unified diff. */
const context = 3;

export function refinementOf(
  { by, strategy, text }: RefinedText,
  file: string,
  before: string,
  told: readonly string[],
): Refinement {
  const diff = structuredPatch(`a/${file}`, `b/${file}`, before, text, '', '', { context });
  return { by, strategy, text, textHash: hash(before), patch: formatPatch(diff), told };
}

/** The first line, 0-based, at which a text changes what the hunks do not hold; undefined where it stays within. */
export function lineOutside(hunks: readonly Hunk[], now: string, refined: string): number | undefined {
  const edits = hunksBetween(now, refined).map(({ old }) => old);
  return edits.find(
    ({ start, end }) =>
      !hunks.some(({ new: span }) => start >= span.start - context && end <= span.end + context),
  )?.start;
}
