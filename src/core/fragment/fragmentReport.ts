// What all runs of a fragment showed together, as the document that `witness run --json` prints.
import type { FragmentError, Predicted, RunPlan, RunResult } from './runResult';
import { readablePath } from './unreached';

/** One run as it is told: what it did otherwise, and what it newly reached (1-based lines). */
export interface RunSummary {
  readonly plan: RunPlan;
  readonly newLines: readonly number[];
  /** Milliseconds. */
  readonly ms: number;
  readonly result: RunResult | undefined;
  /** The limit or signal that ended it, where it did not end by itself. */
  readonly stopped?: string;
}

export interface FragmentReport {
  readonly executableLines: number;
  readonly executedLines: readonly number[];
  readonly firstRunLines: readonly number[];
  readonly outcome: RunResult['outcome'] | { readonly kind: 'timeout' | 'crashed'; readonly message: string };
  /** `path`: what leads to it, e.g. `session.get()`. */
  readonly predicted: readonly (Omit<Predicted, 'key' | 'others' | 'isLiteral'> & {
    readonly path: string;
  })[];
  readonly errors: readonly Pick<FragmentError, 'line' | 'type' | 'message' | 'level' | 'dependsOn'>[];
  readonly blocked: RunResult['blocked'];
  readonly unread: readonly number[];
  readonly runs: number;
  readonly explored: readonly { readonly differs: string; readonly newLines: readonly number[] }[];
  readonly ms: number;
}

export function fragmentReport(runs: readonly RunSummary[]): FragmentReport {
  const first = runs[0];
  const results = runs.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const executed = new Set(results.flatMap(linesOf));
  const { statements = [] } = results[0] ?? {};
  return {
    executableLines: new Set(statements.map(([line]) => line)).size,
    executedLines: sorted(executed),
    firstRunLines: sorted(new Set(first?.result === undefined ? [] : linesOf(first.result))),
    outcome: first?.result?.outcome ?? {
      kind: first?.stopped === 'time' ? 'timeout' : 'crashed',
      message: `ended by: ${first?.stopped ?? 'unknown'}`,
    },
    predicted: predictedOf(results),
    errors: errorsOf(results),
    blocked: unique(
      results.flatMap(({ blocked }) => blocked),
      ({ line, what }) => `${line} ${what}`,
    ),
    unread: results[0]?.unread ?? [],
    runs: runs.length,
    explored: runs.slice(1).flatMap(({ plan, newLines }) => {
      return newLines.length === 0 ? [] : [{ differs: describePlan(plan, results[0]), newLines }];
    }),
    ms: Math.round(runs.reduce((sum, { ms }) => sum + ms, 0)),
  };
}

function linesOf(result: RunResult): number[] {
  return Object.keys(result.started).flatMap((index) => result.statements[Number(index)]?.[0] ?? []);
}

function predictedOf(results: readonly RunResult[]): FragmentReport['predicted'] {
  const all = unique(results.flatMap(({ predicted }) => predicted).filter(isShown), ({ key }) => key);
  return all.map(({ kind, name, key, line, type, text, source }) => {
    return { kind, name, path: readablePath(key), line, type, text, source };
  });
}

/** A parameter like `**options` that stays empty is nothing that was invented. */
export function isShown({ key }: Predicted): boolean {
  return !key.includes(':**') || key.includes('[');
}

/** Errors of the program; what a placeholder could not do is none. The first to name an error of a line tells it. */
function errorsOf(results: readonly RunResult[]): FragmentReport['errors'] {
  const shown = results.flatMap(({ errors }) => errors).filter(({ limit }) => !limit);
  return unique(shown, ({ line, type }) => `${line ?? 0} ${type}`).map(
    ({ line, type, message, level, dependsOn }) => ({ line, type, message, level, dependsOn }),
  );
}

/** In words, what a run did otherwise than the first one. */
export function describePlan(plan: RunPlan, first: RunResult | undefined): string {
  const lineOf = (site: string): string => {
    const statement = first?.sites[Number(site)]?.statement;
    return `line ${first?.statements[statement ?? -1]?.[0] ?? '?'}`;
  };
  const outcomeOf = (site: string, outcome: boolean): string => {
    if (first?.sites[Number(site)]?.kind !== 'for') return `is ${String(outcome)}`;
    return outcome ? 'has elements' : 'has no elements';
  };
  const parts = [
    ...Object.entries(plan.decisions).map(([site, outcome]) => `${lineOf(site)} ${outcomeOf(site, outcome)}`),
    ...Object.entries(plan.raises).map(
      ([site, handler]) => `${lineOf(site)} raises for handler ${handler + 1}`,
    ),
    ...Object.entries(plan.values).map(([key, value]) => `${key} is ${value}`),
    ...(plan.lenient === true ? ['past an error'] : []),
    ...plan.holes.map((index) => `past line ${first?.statements[index]?.[0] ?? '?'}`),
  ];
  return parts.join(', ');
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function sorted(items: ReadonlySet<number>): number[] {
  return [...items].sort((a, b) => a - b);
}
