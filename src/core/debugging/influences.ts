// Which of the suspects influenced a value: what is known of it, as it is reported, and the choice of one.
import type { SourceModel } from '../syntax/model';
import type { DebugReport } from './debugReport';
import type { Suspect } from './localisation';
import type { Slices } from './relevantSlice';

/** Of the failing test that was recorded. */
export interface ReportedInfluence {
  /** A variable; `return`: what the failing tests get. */
  readonly name: string;
  /** Path of the function whose variable it is, and what it held last in the last call of it. */
  readonly function?: string;
  readonly value?: string;
  /** Ids of the suspects that influenced it. */
  readonly blocks: readonly string[];
}

/**
 * @param slice Blocks that may have influenced what one of the failing tests got.
 * @param variables Of the first of them.
 */
export function reportedInfluences(
  slice: ReadonlySet<number> | undefined,
  variables: Slices['ofVariables'],
  suspects: readonly Suspect[],
  model: SourceModel,
): ReportedInfluence[] {
  const among = (blocks: ReadonlySet<number>): string[] =>
    suspects.filter(({ block }) => blocks.has(block.index)).map(({ block }) => block.id);
  const ofTest = slice === undefined ? [] : [{ name: 'return', blocks: among(slice) }];
  const ofVariables = variables.map(({ name, functionIndex, value, blocks }) => ({
    name,
    function: model.functions[functionIndex]?.path ?? '?',
    value,
    blocks: among(blocks),
  }));
  return [...ofTest, ...ofVariables];
}

/**
 * The one that a person means: `high`, or `search.high` where several functions have one.
 * @returns Why not, where there is none or more than one.
 */
export function influenceNamed(
  text: string,
  influences: readonly ReportedInfluence[],
): ReportedInfluence | { readonly problem: string } {
  const found = influences.filter((item) => item.name === text || fullName(item) === text);
  const [first] = found;
  if (found.length === 1 && first !== undefined) return first;
  const names = (found.length > 1 ? found : influences).map(fullName).join(', ');
  if (found.length > 1) return { problem: `There is more than one ${text}: ${names}.` };
  return influences.length === 0
    ? {
        problem:
          'Nothing is known of what influenced what: no failing test in Python was recorded as a whole.',
      }
    : { problem: `${text} held nothing in the failing test that was recorded. There are ${names}.` };
}

/** Without the suspects that did not influence it. */
export function influencedOnly<T extends Pick<DebugReport, 'suspects'>>(
  report: T,
  of: ReportedInfluence,
): T & Pick<DebugReport, 'influenced'> {
  const suspects = report.suspects.filter(({ block }) => of.blocks.includes(block));
  return {
    ...report,
    suspects,
    influenced: { name: fullName(of), hidden: report.suspects.length - suspects.length },
  };
}

/** `search.high` */
export function fullName({ name, function: owner }: ReportedInfluence): string {
  return owner === undefined ? name : `${owner}.${name}`;
}
