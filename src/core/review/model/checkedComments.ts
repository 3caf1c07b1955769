// Comments of a model after their claims were checked: what holds is a comment with evidence, what is contradicted is dropped, what
// nobody could check stays a claim; what was said already is merged.
import type { Evidence, EvidenceLevel } from '../../evidence';
import type { BehaviourDifference } from '../behaviour';
import { commentId, type ReviewComment } from '../reviewReport';
import { claimText, type ModelComment } from './modelComment';

export type ClaimVerdict =
  | {
      readonly kind: 'holds';
      readonly level: EvidenceLevel;
      /** What was seen, as a sentence. */
      readonly told: string;
      readonly evidence: readonly Evidence[];
      readonly difference?: BehaviourDifference;
    }
  | { readonly kind: 'contradicted'; readonly told: string }
  /** It stays a claim. */
  | { readonly kind: 'open'; readonly why: string };

export interface CheckedComment {
  readonly file: string;
  /** Dotted path of the function around it. */
  readonly function: string;
  /** 0-based, of the new version, with what stands there. */
  readonly line: number;
  readonly code: string;
  readonly comment: ModelComment;
  readonly verdict: ClaimVerdict;
}

export interface DroppedComment {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  readonly claim: string;
  /** What was seen instead. */
  readonly seen: string;
}

export interface MergedComments {
  readonly comments: readonly ReviewComment[];
  readonly contradicted: readonly DroppedComment[];
  /** Comments that said what another one says. */
  readonly repeated: number;
  /** Claims that nothing checks, beyond those that are shown. */
  readonly beyondLimit: number;
}

/** @param mostClaims How many comments are kept that nothing has checked. */
export function mergedComments(
  known: readonly ReviewComment[],
  checked: readonly CheckedComment[],
  mostClaims: number,
): MergedComments {
  const comments = [...known];
  let [repeated, claims, beyondLimit] = [0, 0, 0];
  const contradicted: DroppedComment[] = [];
  // What holds comes first, so that a mere claim is merged into it.
  for (const item of checked.toSorted((a, b) => rank(a) - rank(b))) {
    const { verdict, file, line, comment } = item;
    if (verdict.kind === 'contradicted') {
      contradicted.push({ file, line, claim: claimText(comment.claim), seen: verdict.told });
      continue;
    }
    const same = comments.findIndex((other) => isSameRemark(item, other));
    const other = comments[same];
    if (other !== undefined) {
      repeated++;
      if (other.remark === undefined) comments[same] = { ...other, remark: plain(comment.text) };
    } else if (verdict.kind === 'open' && claims++ >= mostClaims) beyondLimit++;
    else comments.push(commentOf(item));
  }
  return { comments, contradicted, repeated, beyondLimit };
}

function rank({ verdict }: CheckedComment): number {
  return verdict.kind === 'holds' ? 0 : 1;
}

function commentOf({ file, function: name, line, code, comment, verdict }: CheckedComment): ReviewComment {
  const { claim, severity } = comment;
  const remark = plain(comment.text);
  const about = { kind: 'model', file, function: name } as const;
  const holds = verdict.kind === 'holds';
  const told = holds ? verdict.told : verdict.kind === 'open' ? verdict.why : '';
  const byModel: Evidence = { kind: 'model', ref: 'review', note: remark };
  return {
    ...about,
    id: commentId(about, `${code.trim()}\n${claimText(claim) || remark}`),
    lines: { start: line, end: line + 1 },
    code,
    level: holds ? verdict.level : 'claimed',
    title: holds ? plain(claimText(claim)) : clipped(remark),
    message: plain(told),
    remark,
    severity,
    claim,
    evidence: [...(holds ? verdict.evidence : []), byModel],
    ...(holds && verdict.difference !== undefined && { difference: verdict.difference }),
  };
}

const titleLength = 90;

function clipped(text: string): string {
  return text.length <= titleLength ? text : `${text.slice(0, titleLength - 1)}…`;
}

/** One line without characters that steer a terminal. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\s]+/g, ' ').trim();
}

/** Lines between two remarks in the same words that are taken for one. */
const nearby = 3;

function isSameRemark(item: CheckedComment, other: ReviewComment): boolean {
  if (item.file !== other.file) return false;
  if (item.verdict.kind === 'holds') return isSameFact(item, other);
  const isNear = Math.abs(item.line - other.lines.start) <= nearby;
  const isWithin = item.line >= other.lines.start && item.line < other.lines.end;
  if (!isNear && !isWithin) return false;
  return isAlike(item.comment.text, other.remark ?? `${other.title} ${other.message}`);
}

function isSameFact(item: CheckedComment, other: ReviewComment): boolean {
  const { claim } = item.comment;
  if (claim.kind === 'call' && other.difference !== undefined) {
    return isSameDifference(item, other, other.difference);
  }
  if (claim.kind === 'path' && other.kind === 'dataflow') return claim.to.line - 1 === other.lines.start;
  return item.function === other.function && other.title === plain(claimText(claim));
}

/** The same call, or the same way to fail of the same function: it is one remark with two examples. */
function isSameDifference(
  { function: name, verdict }: CheckedComment,
  other: ReviewComment,
  { call, new: now }: BehaviourDifference,
): boolean {
  const own = verdict.kind === 'holds' ? verdict.difference : undefined;
  if (own === undefined || name !== other.function) return false;
  return own.call === call || wayToEnd(own.new) === wayToEnd(now);
}

/** `returns`, `raises IndexError`, `does not end`. */
function wayToEnd(outcome: string): string {
  return /^(returns|raises [\w.]+|does not end)/.exec(outcome)?.[0] ?? outcome;
}

const alike = 0.6;

/** By the share of words that both have (Jaccard). */
function isAlike(a: string, b: string): boolean {
  const [one, two] = [wordsOf(a), wordsOf(b)];
  const both = [...one].filter((word) => two.has(word)).length;
  return both / Math.max(1, one.size + two.size - both) >= alike;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []);
}
