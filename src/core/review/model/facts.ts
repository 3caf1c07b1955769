// What is known about a change besides its text, as a model is told it, to a budget.
import type { TokenCounter } from '../../model/languageModel';
import type { Material } from '../../model/prompt';

/** One line each, the most telling first. */
export interface ChangeFacts {
  /** What the deterministic review says: comments, reasons, paths. */
  readonly findings: readonly string[];
  /** Definitions of functions of the workspace that the change calls, e.g. `shop.py:12 def _round(amount)`. */
  readonly definitions: readonly string[];
  /** Calls of the changed functions: in tests, and elsewhere. */
  readonly tests: readonly string[];
  readonly callers: readonly string[];
  /** What the newest recording has seen the changed functions called with. */
  readonly recorded: readonly string[];
}

const names: readonly (readonly [keyof ChangeFacts, string])[] = [
  ['findings', 'facts'],
  ['tests', 'calls-in-tests'],
  ['definitions', 'definitions'],
  ['callers', 'other-calls'],
  ['recorded', 'recorded-calls'],
];

/** No kind of facts takes more than this share of what is left, so that none crowds out the others. */
const share = 0.6;

/** @param budget Tokens of all of them together. */
export function factMaterials(facts: ChangeFacts, budget: number, count: TokenCounter): Material[] {
  let left = budget;
  return names.flatMap(([kind, name]) => {
    const lines: string[] = [];
    let own = Math.floor(left * share);
    for (const line of facts[kind]) {
      const cost = count(line) + 1;
      if (cost > own) continue;
      own -= cost;
      left -= cost;
      lines.push(line);
    }
    return lines.length === 0 ? [] : [{ name, text: lines.join('\n') }];
  });
}
