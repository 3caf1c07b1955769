// Asks a model to review a piece of a change.
//
// Lu et al., "LLaMA-Reviewer" (ISSRE 2023) have a model judge bare hunks in three tasks. Here it reads what tools know of them
// too, and what it says has to be such that it can be checked.
import { jsonAnswer } from '../../model/answers';
import type { Question } from '../../model/ask';
import { type Material, promptOf } from '../../model/prompt';
import type { ChangePiece } from './changePieces';
import { type ModelReview, modelReviewSchema } from './modelComment';

const rules = `You review a change of a program. Lines of the new version have their numbers; "+" marks new lines, "-" removed ones. What stands under facts, calls and definitions was computed, and holds.
Answer with one JSON document and nothing else:
{"parts":[{"part":"P1","necessity":0.8,"why":"one sentence"}],"comments":[{"line":12,"severity":"error","text":"what is wrong, and why, in one or two sentences","claim":{"kind":"none"}}]}
parts: how much each part needs a person's look, from 0 (not at all) to 1. comments: what is wrong with the change, at most six, the most serious first; an empty list where nothing is. severity: error, warning or note. line: a new line, or one next to a removed one. No praise, nothing about style, nothing that the facts say already.
claim: what can be checked of the comment. It is checked, and a comment with a false claim is not shown. One of
{"kind":"call","call":"f([1, 2])","now":{"returns":"3"},"before":{"raises":"IndexError"}}: how a call of a changed function ends with the new version, and with the old one; literal arguments, values as Python's repr prints them, {"endless":true} where it does not end;
{"kind":"path","from":{"line":3,"text":"request.args"},"to":{"line":9,"text":"query"}}: the value of one expression reaches another one;
{"kind":"test","test":"test_shop.py::test_total"}: a test that passed with the old version and fails now;
{"kind":"assert","assert":"assert f(2) == 4"}: it held with the old version and does not now;
{"kind":"none"}: where none of these fits.`;

const maxOutput = 1600;

export interface AskedPiece {
  /** As it is shown, e.g. `src/shop.py`. */
  readonly file: string;
  readonly piece: ChangePiece;
  readonly facts: readonly Material[];
  /** Rules of the team in plain words; the same for all files that they are for. */
  readonly teamRules?: string;
}

export function reviewQuestion({ file, piece, facts, teamRules }: AskedPiece): Question<ModelReview> {
  const ids = piece.parts.map(({ id }) => id);
  return {
    purpose: 'review',
    maxOutput,
    messages: promptOf({
      rules,
      stable: teamRules === undefined ? [] : [{ name: 'team-rules', text: teamRules }],
      changing: [...facts, { name: 'parts', text: partsText(piece) }, { name: 'change', text: piece.text }],
      question: `Review this change of ${JSON.stringify(file)}${teamRules === undefined ? '' : ', also by the rules of the team'}.`,
    }),
    read: jsonAnswer(modelReviewSchema, ({ parts }) =>
      parts
        .filter(({ part }) => !ids.includes(part))
        .map(({ part }) => `There is no part ${part}; there are ${ids.join(', ')}.`),
    ),
  };
}

function partsText({ parts }: ChangePiece): string {
  return parts
    .map(({ id, part: { path, lines } }) =>
      path === '<module>' ? `${id} ${path}` : `${id} ${path}, lines ${lines.start + 1} to ${lines.end}`,
    )
    .join('\n');
}
