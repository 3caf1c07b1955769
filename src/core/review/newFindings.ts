// Which dataflow findings a change brings.
import type { ReportedFinding } from '../dataflow/report';
import type { Rule } from '../dataflow/rules/ruleSet';
import { passesThrough } from '../dataflow/symbolic/library';

/**
 * Findings of the new version that the old one has not. Where a line of a path was written anew, the finding of the same rule,
 * with the same words in the same functions, is the old one: each of those stands for one of the new ones.
 */
export function newFindings(
  old: readonly ReportedFinding[],
  now: readonly ReportedFinding[],
): ReportedFinding[] {
  const before = new Set(old.map(({ id }) => id));
  const after = new Set(now.map(({ id }) => id));
  const gone = new Map<string, number>();
  for (const finding of old) {
    if (!after.has(finding.id)) gone.set(likeness(finding), (gone.get(likeness(finding)) ?? 0) + 1);
  }
  return now.filter((finding) => {
    if (before.has(finding.id)) return false;
    const left = gone.get(likeness(finding)) ?? 0;
    gone.set(likeness(finding), left - 1);
    return left <= 0;
  });
}

/**
 * Whether what reaches the sink is still what the rule speaks of. A rule about a value, such as None, says nothing of what a
 * function makes of it that is not known, nor of an object that holds it, and needs conditions that can come about.
 * A rule about where a value comes from does.
 */
export function keepsItsValue(finding: ReportedFinding, rules: readonly Rule[]): boolean {
  const sources = rules.find(({ document }) => document.id === finding.rule)?.document.sources ?? [];
  if (!sources.some(({ value }) => value !== undefined)) return true;
  const isUnknown = finding.approximations.some((text) => text.startsWith(passesThrough));
  return !isUnknown && isTakenOut(finding) && finding.feasibility.result === 'feasible';
}

/** Whether what was put into an object by a name is taken out of it by that name. */
function isTakenOut({ path }: ReportedFinding): boolean {
  return path.every(({ kind, text }, at) => {
    if (kind !== 'store') return true;
    const name = /\.(\w+)\s*=(?!=)/.exec(text)?.[1];
    const later = path.slice(at + 1);
    return name !== undefined && later.some((step) => step.kind === 'load' && step.text.includes(`.${name}`));
  });
}

function likeness({ rule, message, source, sink }: ReportedFinding): string {
  return [rule, message, source.function, sink.function].join('\0');
}

/** Findings that one source brings, together; first the one with the shortest path. */
export function bySource(
  findings: readonly ReportedFinding[],
): (readonly [ReportedFinding, ...ReportedFinding[]])[] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const { file, range } = finding.source;
    const key = [finding.rule, file, range.start.line, range.start.column].join('\0');
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group.toSorted((a, b) => a.path.length - b.path.length);
    return first === undefined ? [] : [[first, ...others] as const];
  });
}
