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
 * the block has it, and those before its first statement; empty where it says nothing of what should be after it.
 * @param lines The program, line by line.
 */
export function statesOfVerdict(
  { block, occurrence, before = {}, expected = {} }: JudgedBlock,
  model: SourceModel,
  lines: SourceModel,
): StatedState[] {
  const found = model.blocks.find(({ index }) => blockLabel(index) === block);
  const after = Object.entries(expected);
  if (found === undefined || occurrence === undefined || after.length === 0) return [];
  const byLine = blocksByLine(lines);
  const lineOf = (statement: number): number => (model.statements[statement]?.headRange.start.line ?? -1) + 1;
  const gives = (statement: number, name: string): boolean =>
    (byLine.get(lineOf(statement)) ?? []).some((at) => lines.blocks[at]?.definitions.includes(name));
  const atEntry = Object.entries(before).map(([name, value]): StatedState => {
    return { line: lineOf(found.statements[0] ?? -1), side: 'entry', occurrence, name, value };
  });
  const atExit = after.map(([name, value]): StatedState => {
    const statement = found.statements.findLast((at) => gives(at, name)) ?? found.statements.at(-1) ?? -1;
    return { line: lineOf(statement), side: 'exit', occurrence, name, value };
  });
  return [...atEntry, ...atExit];
}

/** @param verdict Of the trial with these values alone; undefined where it could not be made. */
export function verdictTrial(step: number | undefined, verdict: TrialVerdict | undefined): VerdictTrial {
  const at = `with its values at step ${step ?? '?'}`;
  switch (verdict) {
    case 'witnessed':
    case 'claimed':
      return { outcome: 'passes', text: `${at} the test passes, with those before it alone it still fails` };
    case 'before':
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
