// What trials say of the suspects, as people read it.
import type { SourceModel } from '../syntax/model';
import type { Evidence } from '../evidence';
import type { ReportedDivergence, ReportedSuspect } from './debugReport';
import type { Suspect } from './localisation';
import type { TestResult } from './testRun';
import type { TrialVerdict } from './trial';

export interface TriedBlock {
  /** Index into the model of the program. */
  readonly block: number;
  readonly verdict: TrialVerdict;
  /** Of the first test in which it could be tried; one of them is missing where only the other side was told. */
  readonly entry?: TestResult;
  readonly exit?: TestResult;
  /** Whether somebody said what is right here. */
  readonly isStated?: true;
}

/** The first block that starts from what it should and ends otherwise. */
export interface Divergence {
  readonly block: number;
  /** Which run of the block within its call, from 1. */
  readonly run: number;
  readonly values: readonly { readonly name: string; readonly expected: string; readonly actual?: string }[];
  readonly expectedEnd: string;
  readonly actualEnd: string;
}

export interface Trials {
  readonly blocks: readonly TriedBlock[];
  readonly divergence?: Divergence;
  /** Statements of the failing tests that the other program passes. */
  readonly tests: readonly string[];
}

export interface Tried extends Trials {
  /** What says how the program should behave. */
  readonly reference: string;
}

/** What somebody says of blocks, as the name of what says how the program should behave. */
export const yourStatement = 'your statement';

/** What is to be told of blocks of which somebody said what is right, and of all others. */
export function joinedTrials(stated: Trials | undefined, others: Tried | undefined): Tried | undefined {
  if (stated === undefined || stated.blocks.length === 0) return others;
  const said = new Set(stated.blocks.map(({ block }) => block));
  const { reference = yourStatement, tests = stated.tests, blocks = [], ...more } = others ?? {};
  return {
    ...more,
    reference,
    tests,
    blocks: [...stated.blocks, ...blocks.filter(({ block }) => !said.has(block))],
  };
}

/** Those that a trial confirmed come first, those that it refuted last; their scores tell the search where to begin. */
export function suspectsAfterTrial(
  suspects: readonly Suspect[],
  tried: Trials | undefined,
): readonly Suspect[] {
  if (tried === undefined) return suspects;
  const most = Math.max(0, ...suspects.map(({ score }) => score));
  const verdicts = new Map(tried.blocks.map(({ block, verdict }) => [block, verdict]));
  return suspects
    .map((suspect) => {
      const verdict = verdicts.get(suspect.block.index);
      if (verdict === 'witnessed') return { ...suspect, score: suspect.score + 2 * most };
      return verdict === 'refuted' ? { ...suspect, score: suspect.score / 2 } : suspect;
    })
    .sort((a, b) => b.score - a.score);
}

const words: Readonly<Record<TrialVerdict, string>> = {
  witnessed: 'to blame',
  claimed: 'to blame, as far as the tests tell',
  before: 'here or before',
  after: 'here or after',
  refuted: 'not here alone',
  moved: 'undecided: the failure became another one',
  'not alignable': 'cannot be tried: the runs do not match here',
};

/** What a trial says of a block. */
export function reportedTrial(
  block: number,
  tried: Tried | undefined,
): Pick<ReportedSuspect, 'trial'> & { readonly evidence: readonly Evidence[] } {
  const found = tried?.blocks.find((item) => item.block === block);
  if (tried === undefined || found === undefined) return { evidence: [] };
  const { verdict, entry, exit, isStated } = found;
  const trial = { trial: { verdict, text: words[verdict], ...(isStated === true && { isStated }) } };
  if (verdict === 'not alignable') return { ...trial, evidence: [] };
  const from = isStated === true ? 'as you say' : `as in ${tried.reference}`;
  const run = (ref: string, result: TestResult | undefined): Evidence[] =>
    result === undefined ? [] : [{ kind: 'run', ref, note: `${from}: the test ${ended(result)}` }];
  return { ...trial, evidence: [...run('right on entry', entry), ...run('right at exit', exit)] };
}

function ended({ status, type }: TestResult): string {
  if (status === 'passed') return 'passes';
  return status === 'failed' && type !== undefined && type !== 'AssertionError' ? `fails (${type})` : 'fails';
}

/** Where the program first does otherwise than the one it is compared with. */
export function reportedDivergence(
  { divergence }: Trials,
  model: SourceModel,
): { readonly divergence?: ReportedDivergence } {
  const block = divergence && model.blocks[divergence.block];
  if (divergence === undefined || block === undefined) return {};
  const { run, values, expectedEnd, actualEnd } = divergence;
  return {
    divergence: {
      block: block.id,
      function: model.functions[block.functionIndex]?.path ?? '?',
      startLine: block.range.start.line + 1,
      endLine: block.range.end.line + 1,
      run,
      values: values.filter(({ name }) => name !== '<yielded>' || values.length === 1),
      ...(expectedEnd !== actualEnd && { end: { expected: expectedEnd, actual: actualEnd } }),
    },
  };
}
