// A review with refined code for its comments.
import type { ChangedFile } from '../../../core/review/change';
import type { ReviewComment, ReviewReport } from '../../../core/review/reviewReport';
import { refineComment, type RefineTools } from './refineComment';

/** Comments that are refined; each one takes its time. */
const most = 6;

/** @throws Failure, and the signal's reason when it is aborted */
export async function refinedReport(
  report: ReviewReport,
  files: readonly ChangedFile[],
  tools: RefineTools,
): Promise<ReviewReport> {
  const comments: ReviewComment[] = [];
  let left = most;
  for (const comment of report.comments) {
    const file = files.find(({ path }) => path === comment.file);
    const isRefined = comment.level !== 'claimed' && file !== undefined && left-- > 0;
    tools.signal.throwIfAborted();
    comments.push(isRefined ? { ...comment, ...(await refineComment(comment, file, tools)) } : comment);
  }
  return { ...report, comments };
}
