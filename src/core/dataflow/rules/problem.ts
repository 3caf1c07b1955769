// What is wrong with a rule document.
import type { Range } from '../../text/position';

/** Costs the document that it is in, and no other. */
export interface RuleProblem {
  /** Of the document, as its reader knows it. */
  readonly file: string;
  readonly range: Range;
  /** What is wrong and why. */
  readonly message: string;
  readonly nextStep: string;
}

/** `file:line:column`, from 1. */
export function placeOf({ file, range }: RuleProblem): string {
  return `${file}:${range.start.line + 1}:${range.start.column + 1}`;
}
