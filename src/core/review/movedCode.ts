// Functions that a change has taken from one file to another as they were.
import type { SyntaxDocument } from '../syntax/document';
import type { ChangedPart } from './changedParts';
import { codeOf, codeText } from './code';
import type { FileReview } from './fileReview';
import { highest, type ReviewedPart } from './reviewReport';
import type { Reason } from './reasons';

/** A function that only one version of a file has. */
export interface OneSidedPart {
  /** Dotted path. */
  readonly path: string;
  readonly side: 'old' | 'new';
  readonly code: string;
  /** Whether the new version of the file still names it, or what it belongs to: it may hand it on. */
  readonly isNamed: boolean;
}

/** @param now The new version of the file. */
export function oneSidedParts(parts: readonly ChangedPart[], now: SyntaxDocument): OneSidedPart[] {
  const found = parts.flatMap(({ path, old, new: after }): Omit<OneSidedPart, 'isNamed'>[] => {
    const only = old === undefined ? after : after === undefined ? old : undefined;
    if (only === undefined || path === '<module>') return [];
    return [{ path, side: old === undefined ? 'new' : 'old', code: codeText(only.code) }];
  });
  if (found.length === 0) return [];
  const words = new Set(codeOf(now.syntaxTree.rootNode).map(({ text }) => text));
  const handsAllOn = /^[ \t]*(from[ \t]+\S+[ \t]+import[ \t]+\*|export[ \t]+\*[ \t]+from\b)/m.test(now.text);
  return found.map((part) => ({ ...part, isNamed: handsAllOn || words.has(part.path.split('.')[0] ?? '') }));
}

/** Reviews in which what is gone from one file and stands in another one as it was counts as moved, not as new. */
export function withMoves(reviews: readonly FileReview[]): FileReview[] {
  const come = placesOf(reviews, 'new');
  const gone = placesOf(reviews, 'old');
  return reviews.map((review) => {
    const { file, oneSided } = review;
    const parts = file.parts.map((part): ReviewedPart => {
      const own = oneSided.find(({ path }) => path === part.path);
      if (own === undefined) return part;
      const others = (own.side === 'new' ? gone : come).get(keyOf(own)) ?? [];
      const [other] = others.filter((name) => name !== file.path);
      const reason = other === undefined ? undefined : movedReason(own, other);
      if (reason === undefined || reason.weight >= part.necessity) return part;
      return { ...part, necessity: reason.weight, reasons: [reason] };
    });
    return { ...review, file: { ...file, parts, necessity: Math.max(highest(parts), ...weightsOf(file)) } };
  });
}

function weightsOf({ reasons }: FileReview['file']): number[] {
  return reasons.map(({ weight }) => weight);
}

function movedReason({ path, side, isNamed }: OneSidedPart, other: string): Reason {
  if (side === 'new') return { weight: 0.3, text: `moved here from ${other} as it was` };
  if (isNamed) return { weight: 0.2, text: `moved to ${other} as it was, and still named here` };
  const isPrivate = path.split('.').some((name) => /^[_#]/.test(name) && !/^__\w+__$/.test(name));
  return { weight: isPrivate ? 0.3 : 0.6, text: `moved to ${other} as it was; others may look for it here` };
}

/** Files by what came to them, or is gone from them. */
function placesOf(
  reviews: readonly FileReview[],
  wanted: OneSidedPart['side'],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { file, oneSided } of reviews) {
    for (const part of oneSided.filter(({ side }) => side === wanted)) {
      found.set(keyOf(part), [...(found.get(keyOf(part)) ?? []), file.path]);
    }
  }
  return found;
}

/** A method belongs to its class: in another one the same words may do something else. */
function keyOf({ path, code }: OneSidedPart): string {
  return `${path}\n${code}`;
}
