// Messages about reviews.
import type { ReviewReport } from '../core/review/reviewReport';

export interface ReviewRequests {
  readonly review: { params: ReviewParams; result: ReviewAnswer; progress: ReviewProgress };
}

export interface ReviewParams {
  /** A folder of a Git repository. */
  readonly folder: string;
  readonly range: ReviewedRange;
  /** The Python that runs both versions; else one is looked for. */
  readonly interpreter?: string;
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
}

export interface ReviewAnswer extends ReviewReport {
  /** Folder that paths of files are relative to. */
  readonly root: string;
}
