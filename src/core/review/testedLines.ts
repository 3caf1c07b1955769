// Whether recorded tests ran the lines of a change.
import type { ChangedPart } from './changedParts';
import type { Reason } from './reasons';

/** What recordings of tests know of a file, all of the text that is reviewed. */
export interface TestedLines {
  /** Ids of the tests, the newest recording first. */
  readonly tests: readonly string[];
  /** Lines that ran in them, 0-based. */
  readonly lines: ReadonlySet<number>;
}

/** 0-based lines of the new version on which changed statements begin; the head of a function is none. */
export function changedStatements({ hunks, new: now }: ChangedPart): number[] {
  if (now === undefined) return [];
  const first = now.function.kind === 'module' ? now.lines.start - 1 : now.lines.start;
  return hunks
    .flatMap(({ new: { start, end } }) =>
      Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i),
    )
    .filter((line) => line > first && line < now.lines.end && now.statementLines.has(line));
}

/** Says how much of a part they ran; it weighs nothing, as a line that ran need not have been checked. */
export function testedReason(part: ChangedPart, { tests, lines }: TestedLines): Reason | undefined {
  const changed = changedStatements(part);
  if (changed.length === 0) return undefined;
  const ran = changed.filter((line) => lines.has(line)).length;
  const [first = '', ...others] = tests;
  const who = others.length === 0 ? first : `${first} and ${others.length} more`;
  const text =
    ran === 0
      ? `no changed line ran in the recorded tests (${who})`
      : ran === changed.length
        ? `every changed line ran in recorded tests (${who})`
        : `${ran} of ${changed.length} changed lines ran in recorded tests (${who})`;
  return { weight: 0, text };
}
