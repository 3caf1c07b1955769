// What a review says of a change: which parts need a look and why, and what is worth a comment.
import type { Evidence, EvidenceLevel } from '../evidence';
import { hash } from '../text/hash';
import type { BehaviourDifference } from './behaviour';
import type { FileStatus } from './change';
import type { CheckKind } from './checks/remark';
import type { Claim } from './model/modelComment';
import type { ModelReviewReport } from './model/modelReviewReport';
import type { Reason } from './reasons';
import type { RefinementOutcome } from './refinement';

/** From this necessity on, a part needs a look. */
export const lookThreshold = 0.5;

export interface ReviewedPart {
  /** Dotted path of the function; `<module>` outside of all. */
  readonly path: string;
  /** Lines of the new version, or of the old one where it is gone; 0-based, half-open. */
  readonly lines: { readonly start: number; readonly end: number };
  /** From 0, needs no look, to 1: that of its weightiest reason. */
  readonly necessity: number;
  /** The weightiest first. */
  readonly reasons: readonly Reason[];
}

export interface ReviewedFile {
  readonly path: string;
  readonly oldPath?: string;
  readonly status: FileStatus;
  readonly necessity: number;
  /** Of the file as a whole, where it has no parts. */
  readonly reasons: readonly Reason[];
  readonly parts: readonly ReviewedPart[];
}

export interface ReviewComment extends RefinementOutcome {
  /** The same for the same remark on the same code, wherever that stands. */
  readonly id: string;
  readonly kind: 'behaviour' | 'dataflow' | 'model' | 'rule' | CheckKind;
  readonly file: string;
  readonly function: string;
  /** Of the new version, 0-based, half-open. */
  readonly lines: { readonly start: number; readonly end: number };
  /** What stands on the lines: the comment is outdated where that is gone. */
  readonly code: string;
  readonly level: EvidenceLevel;
  readonly title: string;
  readonly message: string;
  readonly difference?: BehaviourDifference;
  /** What a model says of it, in its own words: text, and no markup. */
  readonly remark?: string;
  /** How bad it is, where somebody has said so. */
  readonly severity?: 'error' | 'warning' | 'note';
  readonly evidence?: readonly Evidence[];
  /** Id of the rule of the dataflow analysis that found it. */
  readonly rule?: string;
  /** What was checked of the words of a model. */
  readonly claim?: Claim;
}

export interface ReviewReport {
  readonly files: readonly ReviewedFile[];
  /** The best proved first. */
  readonly comments: readonly ReviewComment[];
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
  /** Where a model took part. */
  readonly model?: ModelReviewReport;
}

const order: readonly EvidenceLevel[] = ['witnessed', 'proved', 'derived', 'claimed'];

/** Comments in the order in which they are read: by how well they are proved, then by place. */
export function orderedComments(comments: readonly ReviewComment[]): ReviewComment[] {
  return comments.toSorted(
    (a, b) =>
      order.indexOf(a.level) - order.indexOf(b.level) ||
      a.file.localeCompare(b.file) ||
      a.lines.start - b.lines.start,
  );
}

/**
 * @param code The code that the comment is about; where it changes, the comment is another one.
 */
export function commentId(comment: Pick<ReviewComment, 'kind' | 'file' | 'function'>, code: string): string {
  return hash([comment.kind, comment.file, comment.function, code].join('\n'));
}

/** The highest of some necessities; 0 where there are none. */
export function highest(of: readonly { readonly necessity: number }[]): number {
  return Math.max(0, ...of.map(({ necessity }) => necessity));
}
