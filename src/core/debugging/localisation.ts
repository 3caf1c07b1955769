// Which basic blocks may be to blame for the failing tests, by what ran in these and in the passing ones.
//
// Ochiai: Abreu, Zoeteweij, van Gemund, "An evaluation of similarity coefficients for software fault localization"
// (PRDC 2006).
import type { Block, SourceModel } from '../syntax/model';
import { blocksByLine, isInFunction } from './blockLines';
import type { SeenRun } from './seenRun';
import type { ObservedTest } from './testRun';

export interface Suspect {
  readonly block: Block;
  /** Higher is more suspicious; a heuristic, comparable only within one ranking. */
  readonly score: number;
  readonly ochiai: number;
  readonly reasons: readonly string[];
  /** What its variables held in the failing test that was recorded. */
  readonly seen?: SeenRun;
}

interface Counts {
  failing: number;
  passing: number;
  /** Runs of the block in failing and passing tests. */
  failingRuns: number;
  passingRuns: number;
}

const bonus = { raise: 0.3, hang: 0.3, oftener: 0.1, loneFailure: 0.02 };

/** The blocks that ran in a failing test, the most suspicious first. Without a passing test all that ran are alike. */
export function rankSuspects(model: SourceModel, tests: readonly ObservedTest[]): Suspect[] {
  const byLine = blocksByLine(model);
  const counts = new Map<number, Counts>();
  const seen = tests.filter(({ lines }) => lines.size > 0);
  const failing = seen.filter(({ status }) => status !== 'passed');
  const passing = seen.filter(({ status }) => status === 'passed');
  for (const test of seen) count(test, byLine, counts);
  const raisedIn = new Set(
    failing.flatMap(({ line }) => (line === undefined ? [] : (byLine.get(line) ?? []))),
  );
  const hangsIn = new Set(
    failing.filter(({ status }) => status === 'timeout').flatMap((test) => busiest(test, byLine)),
  );
  const total = { failing: failing.length, passing: passing.length };
  return model.blocks
    .filter((block) => isInFunction(block, model) && (counts.get(block.index)?.failing ?? 0) > 0)
    .map((block) => judged(block, counts.get(block.index), total, { raisedIn, hangsIn }))
    .sort((a, b) => b.score - a.score || a.block.index - b.block.index);
}

function count(
  test: ObservedTest,
  byLine: ReadonlyMap<number, readonly number[]>,
  counts: Map<number, Counts>,
): void {
  const ran = test.blocks ?? blocksOfLines(test, byLine);
  const side = test.status === 'passed' ? 'passing' : 'failing';
  for (const [block, times] of ran) {
    const found = counts.get(block) ?? { failing: 0, passing: 0, failingRuns: 0, passingRuns: 0 };
    found[side]++;
    found[`${side}Runs`] += times;
    counts.set(block, found);
  }
}

function blocksOfLines(
  { lines }: ObservedTest,
  byLine: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, number> {
  const ran = new Map<number, number>();
  for (const [line, times] of lines) {
    for (const block of byLine.get(line) ?? []) ran.set(block, Math.max(times, ran.get(block) ?? 0));
  }
  return ran;
}

/** The blocks that ran about as often as the one that ran most often: the loop that did not end. */
function busiest(test: ObservedTest, byLine: ReadonlyMap<number, readonly number[]>): number[] {
  const ran = test.blocks ?? blocksOfLines(test, byLine);
  const most = Math.max(0, ...ran.values());
  return [...ran].filter(([, times]) => times > 1 && times * 2 >= most).map(([block]) => block);
}

function judged(
  block: Block,
  counts: Counts | undefined,
  total: { readonly failing: number; readonly passing: number },
  { raisedIn, hangsIn }: { readonly raisedIn: ReadonlySet<number>; readonly hangsIn: ReadonlySet<number> },
): Suspect {
  const { failing, passing, failingRuns, passingRuns } = counts ?? {
    failing: 0,
    passing: 0,
    failingRuns: 0,
    passingRuns: 0,
  };
  const ochiai = failing === 0 ? 0 : failing / Math.sqrt(total.failing * (failing + passing));
  const reasons = [
    `runs in ${failing} of ${total.failing} failing and in ${passing} of ${total.passing} passing tests`,
  ];
  let score = ochiai;
  if (raisedIn.has(block.index)) {
    score += bonus.raise;
    reasons.push('an exception that makes a test fail is raised here');
  }
  if (hangsIn.has(block.index)) {
    score += bonus.hang;
    reasons.push('belongs to the loop that does not end');
  }
  const [often, seldom] = [failingRuns / Math.max(failing, 1), passingRuns / Math.max(passing, 1)];
  if (passing > 0 && often > 2 * seldom) {
    score += bonus.oftener;
    reasons.push(
      `runs ${often.toFixed(1)} times in a failing test, ${seldom.toFixed(1)} times in a passing one`,
    );
  }
  // Of blocks that are alike, one that does something is likelier to be wrong than one that only hands something on.
  score += bonus.loneFailure * Math.min(block.definitions.length + block.uses.length, 5);
  return { block, score, ochiai, reasons };
}
