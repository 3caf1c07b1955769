// What a review says of the model that took part in it.
import type { DroppedComment } from './checkedComments';

export interface ModelReviewReport {
  /** Provider and name. */
  readonly model: string;
  /** Pieces of the change that it was asked about. */
  readonly asked: number;
  /** Why there is no answer, each reason once, with how often. */
  readonly noAnswer: readonly { readonly reason: string; readonly times: number }[];
  readonly contradicted: readonly DroppedComment[];
  readonly repeated: number;
  /** Comments on lines that are not in the change. */
  readonly offRange: number;
  readonly beyondLimit: number;
  /** Changed files that it was not asked about, as there are too many. */
  readonly filesLeft: number;
}

/** As people read it, a sentence each; what did not happen is not told. */
export function modelNotes(report: ModelReviewReport): string[] {
  const { noAnswer, contradicted, repeated, offRange, beyondLimit, filesLeft } = report;
  const of = (count: number, one: string, many: string): string[] =>
    count === 0
      ? []
      : [count === 1 ? `1 comment of the model ${one}.` : `${count} comments of the model ${many}.`];
  return [
    ...noAnswer.map(
      ({ reason, times }) => `No answer of the model${times > 1 ? ` (${times} times)` : ''}: ${reason}`,
    ),
    ...of(
      contradicted.length,
      'was contradicted by a check, and dropped',
      'were contradicted by a check, and dropped',
    ),
    ...of(repeated, 'said what was known already', 'said what was known already'),
    ...of(
      offRange,
      'was about lines that are not in the change, and dropped',
      'were about lines that are not in the change, and dropped',
    ),
    ...of(beyondLimit, 'that nothing checks is not shown', 'that nothing checks are not shown'),
    ...(filesLeft === 0
      ? []
      : [
          `The model was not asked about ${filesLeft === 1 ? '1 file' : `${filesLeft} files`} more, which need a look least.`,
        ]),
  ];
}
