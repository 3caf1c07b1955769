// What the checks say of a change: what its new version has and the old one had not.
import { hash } from '../../text/hash';
import type { ParsedVersion } from '../changedParts';
import type { Hunk } from '../change';
import type { ReviewComment } from '../reviewReport';
import { lostCases, lostHandlers } from './lostBranch';
import { coroutinesNeverAwaited, noLongerAwaited } from './missingAwait';
import type { ChangeCheck, Remark, VersionCheck } from './remark';
import { grownTypes, unhandledCases } from './unhandledCase';
import { unclosedResources } from './unclosedResource';

const versionChecks: readonly VersionCheck[] = [coroutinesNeverAwaited, unclosedResources];
const changeChecks: readonly ChangeCheck[] = [
  noLongerAwaited,
  lostHandlers,
  lostCases,
  (old, now) => unhandledCases(grownTypes(old, now), now),
];

/** @param hunks Of the change; where there are none, nothing is new. */
export function remarksOn(old: ParsedVersion, now: ParsedVersion, hunks: readonly Hunk[]): Remark[] {
  if (hunks.length === 0) return [];
  const fresh = versionChecks.flatMap((check) => {
    const before = new Set(check(old).map(likeness));
    return check(now).filter((remark) => !before.has(likeness(remark)));
  });
  return [...fresh, ...changeChecks.flatMap((check) => check(old, now))];
}

export function commentOf(remark: Remark, file: string, text: string): ReviewComment {
  const { kind, level, function: name, line, title, message } = remark;
  const code = text.split('\n')[line] ?? '';
  return {
    id: hash([kind, file, name, title, code.trim()].join('\n')),
    ...{ kind, file, function: name, level, title, message, code },
    lines: { start: line, end: line + 1 },
  };
}

function likeness({ kind, function: name, title }: Remark): string {
  return [kind, name, title].join('\0');
}
