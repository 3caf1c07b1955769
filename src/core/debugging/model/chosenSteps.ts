// Which steps a model is shown when not all fit: those that say something new, not the first and last ones alone.
import type { BlockStep, BlockSteps } from './blockSteps';

/** Steps by their numbers: after the first all was said to be right, after the last it was not. */
export interface StepWindow {
  readonly from: number;
  readonly to: number;
}

/** At both ends of the run these are shown whatever they say. */
const ends = 5;

/**
 * The steps whose cost together stays within the budget, in their order. First how frames end and what is raised, then those
 * of the window, where there is one, then first runs of blocks and both ends of the run, then runs after which another way is taken than
 * before, then what is nearest to the end.
 * @param costOf Of showing a step, in the unit of the budget.
 */
export function chosenSteps(
  { steps }: BlockSteps,
  budget: number,
  costOf: (step: BlockStep) => number,
  window?: StepWindow,
): BlockStep[] {
  const isWithin = ({ number }: BlockStep): boolean =>
    window !== undefined && window.from <= number && number <= window.to;
  const ranks = ranksOf(steps).map((rank, index) => {
    const step = steps[index];
    return step !== undefined && rank > 0 && isWithin(step) ? 0.5 : rank;
  });
  const byRank = steps
    .map((step, index) => ({ step, rank: ranks[index] ?? 3 }))
    .sort((a, b) => a.rank - b.rank || b.step.number - a.step.number);
  const chosen: BlockStep[] = [];
  let cost = 0;
  for (const { step, rank } of byRank) {
    cost += costOf(step);
    // The step at which the run fails, and both ends, are never left out.
    if (cost > budget && rank > 0) break;
    chosen.push(step);
  }
  return chosen.sort((a, b) => a.number - b.number);
}

function ranksOf(steps: readonly BlockStep[]): number[] {
  const seen = new Set<string>();
  const next = nextBlocks(steps);
  const ways = new Map<string, string>();
  const lastRaise = steps.findLastIndex(({ raised }) => raised !== undefined);
  return steps.map((step, index) => {
    const { block = '' } = step;
    const isFirst = !seen.has(block);
    seen.add(block);
    const way = next[index] ?? '';
    const isOtherWay = ways.has(block) && ways.get(block) !== way;
    ways.set(block, way);
    if (index < ends || index >= steps.length - ends || index === lastRaise) return 0;
    if (isFirst || step.raised !== undefined) return 1;
    return isOtherWay || step.returned !== undefined ? 2 : 3;
  });
}

/** The block that runs next in the same frame, of each step. */
function nextBlocks(steps: readonly BlockStep[]): string[] {
  const following = new Map<number, string>();
  const next: string[] = [];
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (step === undefined) continue;
    next[index] = following.get(step.frame) ?? '';
    following.set(step.frame, step.block ?? '');
  }
  return next;
}
