// What a model says that variables should hold, as states for a trial, and what came of it.
import type { SourceModel } from '../../syntax/model';
import { blocksByLine } from '../blockLines';
import type { StatedState } from '../statedStates';
import type { TrialVerdict } from '../trial';
import { blockLabel } from './blockSteps';
import type { JudgedBlock } from './verdicts';

/** What came of forcing the values of a verdict where it claims them; a run is a fact, whatever the claim is worth. */
export interface VerdictTrial {
  readonly outcome: 'passes' | 'still fails' | 'fails otherwise' | 'cannot be tried';
  readonly text: string;
}

/**
 * The values that a verdict expects, each after the statement of the block that gives the variable a value, so that what follows in
 * the block has it; empty where it names none.
 * @param lines The program, line by line.
 */
export function statesOfVerdict(
  { block, occurrence, expected = {} }: JudgedBlock,
  model: SourceModel,
  lines: SourceModel,
): StatedState[] {
  const found = model.blocks.find(({ index }) => blockLabel(index) === block);
  if (found === undefined || occurrence === undefined) return [];
  const byLine = blocksByLine(lines);
  const lineOf = (statement: number): number => (model.statements[statement]?.headRange.start.line ?? -1) + 1;
  const gives = (statement: number, name: string): boolean =>
    (byLine.get(lineOf(statement)) ?? []).some((at) => lines.blocks[at]?.definitions.includes(name));
  return Object.entries(expected).map(([name, value]) => {
    const statement = found.statements.findLast((at) => gives(at, name)) ?? found.statements.at(-1) ?? -1;
    return { line: lineOf(statement), side: 'exit', occurrence, name, value };
  });
}

/** @param verdict Of the trial with these values alone; undefined where it could not be made. */
export function verdictTrial(step: number | undefined, verdict: TrialVerdict | undefined): VerdictTrial {
  const at = `with its values at step ${step ?? '?'}`;
  switch (verdict) {
    case 'before':
    case 'witnessed':
    case 'claimed':
      return { outcome: 'passes', text: `${at} the test passes` };
    case 'refuted':
    case 'after':
      return { outcome: 'still fails', text: `${at} the test still fails` };
    case 'moved':
      return { outcome: 'fails otherwise', text: `${at} the test fails otherwise, which proves nothing` };
    case 'not alignable':
    case undefined:
      return { outcome: 'cannot be tried', text: 'its values cannot be tried there' };
  }
}
