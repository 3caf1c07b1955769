// What each source of evidence does to the ranking before anything is changed: the spectrum alone, with slices, with likely
// invariants, with both; of the same runs of the same tests.
import { type EvidenceWeights, suspectsByRecordings } from '../../../src/core/debugging/recordedSuspects';
import { rankSuspects } from '../../../src/core/debugging/localisation';
import { reportedSuspects } from '../../../src/core/debugging/debugReport';
import type { DebugTools } from '../../../src/host/debugging/debugProgram';
import { recordedTests } from '../../../src/host/debugging/recordedTests';
import { reproduce } from '../../../src/host/debugging/reproduction';
import type { RequestedTests } from '../../../src/host/debugging/requestedTests';
import { report, share } from '../arguments';
import { placeOf, type Place } from './places';

export interface RankedProgram {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly tests: RequestedTests;
  /** 1-based. */
  readonly bugLines: readonly number[];
}

const rankings = ['spectrum', 'with slices', 'with invariants', 'with both'] as const;
type Places = Readonly<Record<(typeof rankings)[number], Place>>;

export interface RankingCounts {
  readonly places: Places;
  /** Of all blocks that ran in a failing test, those out of the slice; and whether one with the bug is among them. */
  readonly ran: number;
  readonly outside: number;
  readonly bugOutside: boolean;
}

export async function rankedPlaces(
  { name, file, source, tests, bugLines }: RankedProgram,
  { tester, syntax }: DebugTools,
): Promise<RankingCounts | undefined> {
  const reproduction = await reproduce(source, tests, tester);
  if (reproduction.failing.length === 0) return undefined;
  const model = await syntax.withDocument('python', source, (document) => document.model('block'));
  const recorded = await recordedTests({ source, model }, file, reproduction, tester);
  const suspects = rankSuspects(model, reproduction.observed);
  const { slice, broken } = recorded;
  const place = (weights: EvidenceWeights): Place =>
    placeOf(
      bugLines,
      reportedSuspects(suspectsByRecordings(suspects, recorded, weights), [], undefined, model),
    );
  const places: Places = {
    spectrum: place({ outside: 1, broken: 0 }),
    'with slices': place({ outside: 0.5, broken: 0 }),
    'with invariants': place({ outside: 1, broken: 0.15 }),
    'with both': place({ outside: 0.5, broken: 0.15 }),
  };
  const out = suspects.filter(({ block }) => slice !== undefined && !slice.has(block.index));
  const bugOutside = out.some(({ block: { range } }) =>
    bugLines.some((line) => line - 1 >= range.start.line && line - 1 <= range.end.line),
  );
  const ranks = rankings.map((ranking) => places[ranking].rank).join(' ');
  const said = broken.map(({ invariant, held }) => `${invariant} (${held})`).join(', ');
  console.log(
    `${name.padEnd(40)} ${ranks}  ${out.length} of ${suspects.length} outside${bugOutside ? ' WITH THE BUG' : ''}  ${said}`,
  );
  return { places, ran: suspects.length, outside: out.length, bugOutside };
}

export function rankingTable(set: string, counted: readonly RankingCounts[]): void {
  const of = (ranking: (typeof rankings)[number]): readonly Place[] =>
    counted.map(({ places }) => places[ranking]);
  const top = (rank: number) =>
    rankings.map((ranking) =>
      share(of(ranking).filter((place) => place.rank <= rank).length, counted.length),
    );
  const mean = rankings.map((ranking) => {
    const sum = of(ranking).reduce((total, { readBefore }) => total + readBefore, 0);
    return `${((100 * sum) / Math.max(counted.length, 1)).toFixed(1)} %`;
  });
  const sum = (count: (item: RankingCounts) => number): number =>
    counted.reduce((all, item) => all + count(item), 0);
  console.log('');
  report(`debug-ranking-${set}`, [
    [`ranking of ${counted.length} programs (${set})`, ...rankings],
    ['bug line in the first block', ...top(1)],
    ['in the first three', ...top(3)],
    ['read before the bug', ...mean],
    [
      'blocks out of the slice',
      share(
        sum(({ outside }) => outside),
        sum(({ ran }) => ran),
      ),
      '',
      '',
      '',
    ],
    ['programs whose bug is out of it', sum(({ bugOutside }) => (bugOutside ? 1 : 0)), '', '', ''],
  ]);
  console.log('');
}
