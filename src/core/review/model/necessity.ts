// A model's score of necessity beside ours.
import type { Reason } from '../reasons';
import { lookThreshold, type ReviewedPart } from '../reviewReport';
import type { ModelReview } from './modelComment';

/** So much a model's score moves ours. */
const trust = 0.4;
/** What is settled by a run, or by the code being the same, a model's opinion does not change. */
const settled = { least: 0.95, most: 0.2 };

/**
 * The part with the model's score among its reasons. A model may bring a part above the threshold from which on it needs a look,
 * and never below: what is written in a change must not be able to talk it out of being looked at.
 */
export function withModelScore(part: ReviewedPart, score: ModelReview['parts'][number]): ReviewedPart {
  const reason: Reason = { weight: score.necessity, text: `the model: ${score.why}`, by: 'model' };
  const { necessity: ours } = part;
  const moved = ours + trust * (score.necessity - ours);
  const isSettled = ours >= settled.least || ours <= settled.most;
  const necessity = isSettled ? ours : ours >= lookThreshold ? Math.max(lookThreshold, moved) : moved;
  return { ...part, necessity, reasons: [...part.reasons, reason] };
}
