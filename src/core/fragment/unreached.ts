// What a run of a fragment did not reach although it came by, and which invented value would have led there.
import type { RunResult, Site } from './runResult';

export interface Unreached {
  /** 0-based lines that were not reached. */
  readonly lines: readonly number[];
  /** 0-based line of the decision. */
  readonly line: number;
  /** What the decision would have to be. */
  readonly needs: 'true' | 'false' | 'elements' | 'no elements' | 'an exception';
  /** The condition as it stands in terms of invented values, e.g. `order.total > 100`. */
  readonly decidedBy: readonly string[];
}

const symbols: Readonly<Record<string, string>> = {
  Eq: '==',
  Lt: '<',
  LtE: '<=',
  Gt: '>',
  GtE: '>=',
  Is: 'is',
  In: 'in',
};

/** The path of an invented value, or of a comparison with one, as people read it. */
export function readablePath(key: string): string {
  return key
    .replace(/ (Eq|LtE?|GtE?|Is|In) /g, (_, name: string) => ` ${symbols[name] ?? name} `)
    .replace(/^\w+:/, '');
}

export function unreachedOf(result: RunResult, everReached: ReadonlySet<number>): Unreached[] {
  return result.sites.flatMap((site) => suitesNotEntered(site, result, everReached));
}

function suitesNotEntered(site: Site, result: RunResult, everReached: ReadonlySet<number>): Unreached[] {
  const line = (result.statements[site.statement]?.[0] ?? 1) - 1;
  const cameBy = result.started[site.statement] !== undefined;
  if (!cameBy) return [];
  const entered = new Set(result.entered);
  const of = (suite: number | null, needs: Unreached['needs']): Unreached[] => {
    if (suite === null || entered.has(suite)) return [];
    const lines = linesOfSuite(suite, result).filter((at) => !everReached.has(at));
    return lines.length === 0 ? [] : [{ lines, line, needs, decidedBy: site.decidedBy.map(readablePath) }];
  };
  if (site.kind === 'try') return site.handlers.flatMap((suite) => of(suite, 'an exception'));
  if (site.kind === 'for') {
    return [...of(site.yes, 'elements'), ...of(site.no, 'no elements')].filter((u) => u.needs === 'elements');
  }
  if (site.visits === 0 || site.decidedBy.length === 0) return [];
  return [...of(site.yes, 'true'), ...of(site.no, 'false')];
}

/** First lines of the statements of a suite, 0-based. */
function linesOfSuite(suite: number, result: RunResult): number[] {
  const lines = new Set<number>();
  result.parents.forEach((parent, index) => {
    let at = parent;
    while (at !== null) {
      if (at === suite) lines.add((result.statements[index]?.[0] ?? 1) - 1);
      at = result.parents[result.suites[at]?.[0] ?? -1] ?? null;
    }
  });
  return [...lines].sort((a, b) => a - b);
}
