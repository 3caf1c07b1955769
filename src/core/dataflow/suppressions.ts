// Findings that somebody has looked at and does not want to see again: by a comment, or remembered in a file.
import { stringify } from 'yaml';
import * as z from 'zod';
import type { FlowFinding } from './model';
import type { FileTexts } from './report';
import { readSavedDocument } from './savedDocument';

export interface Suppression {
  readonly by: 'comment' | 'file';
  readonly reason: string;
}

/** `witness: ignore RULE reason`, on the line of the sink or the source, or on a line of its own above. */
export interface SuppressionComment {
  /** 0-based. */
  readonly line: number;
  /** Nothing else stands on the line, so it is about the next one. */
  readonly isAlone: boolean;
  /** An id, what stands after its slash, or `*`. */
  readonly rule: string;
  readonly reason: string;
}

const entrySchema = z.strictObject({
  finding: z.string().min(1),
  rule: z.string(),
  file: z.string(),
  reason: z.string().min(1),
});

const fileSchema = z.strictObject({ suppressions: z.array(entrySchema) });

/** One entry of `.witness/suppressions.yaml`. */
export type RememberedSuppression = z.infer<typeof entrySchema>;

export interface Suppressions {
  readonly byFinding: ReadonlyMap<string, RememberedSuppression>;
  /** What is wrong with the file, which then suppresses nothing. */
  readonly problem?: { readonly line: number; readonly message: string };
}

export const noSuppressions: Suppressions = { byFinding: new Map() };

const heading = `# Findings that were looked at and are not shown any more. Witness adds to this list; take a line out to see one again.
`;

const comment = /(?:#|\/\/|\/\*|<!--)\s*witness:\s*ignore\s+(\S+)[ \t]*(.*)$/;

/** The comments of a text that suppress something. */
export function suppressionComments(text: string): SuppressionComment[] {
  if (!text.includes('witness:')) return [];
  return text.split(/\r\n|\r|\n/).flatMap((content, line) => {
    const match = comment.exec(content);
    const rule = match?.[1];
    if (match === null || rule === undefined) return [];
    const reason = (match[2] ?? '').replace(/\s*(?:\*\/|-->)\s*$/, '').trim();
    return [{ line, isAlone: content.slice(0, match.index).trim() === '', rule, reason }];
  });
}

/** Reads `.witness/suppressions.yaml`. */
export function readSuppressions(text: string): Suppressions {
  const { content, problem } = readSavedDocument(text, fileSchema);
  if (problem !== undefined) return { ...noSuppressions, problem };
  return { byFinding: new Map(content?.suppressions.map((entry) => [entry.finding, entry])) };
}

/** The file's text with one more entry, or with the entry of the same finding replaced. */
export function withSuppression({ byFinding }: Suppressions, entry: RememberedSuppression): string {
  const entries = [...byFinding.values()].filter(({ finding }) => finding !== entry.finding);
  return heading + stringify({ suppressions: [...entries, entry] });
}

/** The file's text without the entry of a finding. */
export function withoutSuppression({ byFinding }: Suppressions, finding: string): string {
  const entries = [...byFinding.values()].filter((entry) => entry.finding !== finding);
  return heading + stringify({ suppressions: entries });
}

/** What suppresses a finding; undefined when nothing does. */
export function suppressionOf(
  { rule, source, sink }: FlowFinding,
  id: string,
  { comments }: FileTexts,
  { byFinding }: Suppressions,
): Suppression | undefined {
  for (const { file, line } of [sink, source]) {
    const found = comments(file).find(
      (candidate) => candidate.line === line - Number(candidate.isAlone) && names(candidate.rule, rule),
    );
    if (found !== undefined) return { by: 'comment', reason: found.reason };
  }
  const remembered = byFinding.get(id);
  return remembered && { by: 'file', reason: remembered.reason };
}

function names(written: string, rule: string): boolean {
  return written === '*' || written === rule || written === rule.slice(rule.indexOf('/') + 1);
}
