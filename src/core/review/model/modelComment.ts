// What a model may say of a change: how much each part needs a look, and comments, each with a claim that can be checked.
import * as z from 'zod';
import { oneLine } from '../../text/oneLine';

const code = z.string().trim().min(1).max(800);

/** How a call ends: with a value as `repr` prints it, with an exception, or not at all. */
const outcomeSchema = z.union([
  z.strictObject({ returns: code }),
  z.strictObject({ raises: z.string().regex(/^[A-Za-z_][\w.]*$/, 'is the name of an exception') }),
  z.strictObject({ endless: z.literal(true) }),
]);

/** An expression on a line of the new version, counted from 1. */
const placeSchema = z.strictObject({ line: z.number().int().positive(), text: code });

export const claimSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    call: code,
    now: outcomeSchema,
    before: outcomeSchema.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('path'), from: placeSchema, to: placeSchema }),
  z.strictObject({ kind: z.literal('test'), test: code }),
  z.strictObject({ kind: z.literal('assert'), assert: code }),
  z.strictObject({ kind: z.literal('none') }),
]);

const commentSchema = z.object({
  /** Of the new version, counted from 1. */
  line: z.number().int(),
  severity: z.enum(['error', 'warning', 'note']),
  text: z.string().trim().min(1).max(600).transform(oneLine),
  claim: claimSchema,
});

export const modelReviewSchema = z.object({
  parts: z
    .array(
      z.object({
        part: z.string(),
        necessity: z.number().min(0).max(1),
        why: z.string().trim().min(1).max(300).transform(oneLine),
      }),
    )
    .max(60),
  comments: z.array(commentSchema).max(20),
});

export type ModelReview = z.infer<typeof modelReviewSchema>;
export type ModelComment = z.infer<typeof commentSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type CallClaim = Extract<Claim, { kind: 'call' }>;
export type PathClaim = Extract<Claim, { kind: 'path' }>;
export type ClaimedOutcome = z.infer<typeof outcomeSchema>;

/** A claim in words, as people read it: one line. */
export function claimText(claim: Claim): string {
  return oneLine(wordsOf(claim));
}

function wordsOf(claim: Claim): string {
  switch (claim.kind) {
    case 'call':
      return `${claim.call} ${outcomeText(claim.now)}`;
    case 'path':
      return `\`${claim.from.text}\` in line ${claim.from.line} reaches \`${claim.to.text}\` in line ${claim.to.line}`;
    case 'test':
      return `${claim.test} fails`;
    case 'assert':
      return `\`${claim.assert}\` does not hold`;
    case 'none':
      return '';
  }
}

function outcomeText(outcome: ClaimedOutcome): string {
  if ('returns' in outcome) return `returns ${outcome.returns}`;
  return 'raises' in outcome ? `raises ${outcome.raises}` : 'does not end';
}
