// Messages about reviews.
import type { RefinementOutcome } from '../core/review/refinement';
import type { ReviewComment, ReviewReport } from '../core/review/reviewReport';
import type { ModelChoice, ModelCost } from './model';

export interface ReviewRequests {
  readonly review: { params: ReviewParams; result: ReviewAnswer; progress: ReviewProgress };
  readonly refine: { params: RefineParams; result: RefineAnswer; progress: never };
}

export interface ReviewParams {
  /** A folder of a Git repository. */
  readonly folder: string;
  readonly range: ReviewedRange;
  /** The Python that runs both versions; else one is looked for. */
  readonly interpreter?: string;
  /** Asked beside the review without one. */
  readonly model?: ModelChoice;
}

export interface RefineParams extends ReviewParams {
  readonly comment: ReviewComment;
}

/** Refined code for a comment, which was tried, or why there is none. */
export interface RefineAnswer extends RefinementOutcome {
  readonly modelCost?: ModelCost;
}

/** `working`: what differs from the last commit, new files included; `staged`: what is in the index. */
export type ReviewedRange =
  | { readonly kind: 'working' | 'staged' }
  /** The working tree since it left another branch. */
  | { readonly kind: 'base'; readonly base: string }
  | { readonly kind: 'commits'; readonly from: string; readonly to: string };

export interface ReviewProgress {
  readonly file: string;
  readonly done: number;
  readonly of: number;
  /** The model is asked about the file. */
  readonly isAsking: boolean;
}

export interface ReviewAnswer extends ReviewReport {
  /** Folder that paths of files are relative to. */
  readonly root: string;
  readonly modelCost?: ModelCost;
}
