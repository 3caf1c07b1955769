// What a model says of blocks, with the lines that they stand on.
import type { SourceModel } from '../../syntax/model';
import { blockLabel } from './blockSteps';
import type { JudgedBlock } from './verdicts';
import type { VerdictTrial } from './verdictTrial';

/** A claim about a block; lines are 1-based. */
export interface ReportedVerdict extends JudgedBlock {
  readonly startLine: number;
  readonly endLine: number;
  /** What came of running the test with the values that it expects. */
  readonly trial?: VerdictTrial;
}

export function reportedVerdicts(
  verdicts: readonly (JudgedBlock & { readonly trial?: VerdictTrial })[],
  model: SourceModel,
): ReportedVerdict[] {
  return verdicts.flatMap((verdict) => {
    const range = model.blocks.find((_, index) => blockLabel(index) === verdict.block)?.range;
    if (range === undefined) return [];
    return [{ ...verdict, startLine: range.start.line + 1, endLine: range.end.line + 1 }];
  });
}
