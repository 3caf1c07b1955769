// Asks a model for refined code: lines of the change that are to be replaced, and by what.
//
// The third task of "LLaMA-Reviewer" (Lu et al., ISSRE 2023); what it writes is tried before anyone sees it.
import * as z from 'zod';
import { jsonAnswer } from '../../model/answers';
import type { Question } from '../../model/ask';
import { promptOf } from '../../model/prompt';
import type { ReviewComment } from '../reviewReport';

const editSchema = z.object({
  /** Of the new version, 1-based, both included; `to` is one less than `from` where lines are only added. */
  from: z.number().int().positive(),
  to: z.number().int().nonnegative(),
  code: z.string().max(20_000),
});
const answerSchema = z.object({ edits: z.array(editSchema).min(1).max(10) });

export type LineEdit = z.infer<typeof editSchema>;

const rules = `You mend a change of a program that a review has found fault with. Lines of the new version have their numbers; "+" marks new lines, "-" removed ones.
Answer with one JSON document and nothing else:
{"edits":[{"from":12,"to":13,"code":"    if x:\\n        return y"}]}
Each edit replaces the lines from..to of the new version, both included, by code, with its indentation; with "to" one less than "from" it only adds lines before "from"; empty code takes lines away. Edit lines of the change alone, or the three around it, and as few as will do. The edits are tried: what the fault is shown by has to be gone, and all tests have to pass.`;

const maxOutput = 1200;

export interface RefinementRequest {
  readonly file: string;
  /** As `changePieces` writes it. */
  readonly change: string;
  readonly comment: ReviewComment;
  /** Number of lines of the new version. */
  readonly lines: number;
  /** What became of the edits before. */
  readonly earlier?: { readonly edits: readonly LineEdit[]; readonly problem: string };
}

export function refinementQuestion(request: RefinementRequest): Question<readonly LineEdit[]> {
  const { file, change, comment, lines, earlier } = request;
  const { title, message, remark } = comment;
  const fault = [title, message, ...(remark === undefined ? [] : [remark])].join('\n');
  const read = jsonAnswer(answerSchema, ({ edits }) => problemsOf(edits, lines));
  return {
    purpose: 'repair',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [
        { name: 'change', text: change },
        { name: 'fault', text: `line ${comment.lines.start + 1}: ${fault}` },
      ],
      changing:
        earlier === undefined
          ? []
          : [
              { name: 'your-edits', text: JSON.stringify(earlier.edits) },
              { name: 'problem', text: earlier.problem },
            ],
      question:
        earlier === undefined
          ? `Mend this change of ${JSON.stringify(file)}.`
          : 'Give other edits, without this problem.',
    }),
    read: (text) => {
      const answer = read(text);
      return answer.ok ? { ok: true, value: answer.value.edits } : answer;
    },
  };
}

function problemsOf(edits: readonly LineEdit[], lines: number): string[] {
  const ordered = edits.toSorted((a, b) => a.from - b.from);
  return ordered.flatMap(({ from, to }, i) => {
    if (to < from - 1 || to > lines) return [`There are no lines ${from} to ${to}.`];
    const next = ordered[i + 1];
    return next !== undefined && next.from <= to ? [`Two edits replace line ${next.from}.`] : [];
  });
}

/** The text with its lines replaced. */
export function withEdits(text: string, edits: readonly LineEdit[]): string {
  const lines = text.split('\n');
  for (const { from, to, code } of edits.toSorted((a, b) => b.from - a.from)) {
    const added = code === '' ? [] : code.replaceAll(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
    lines.splice(from - 1, to - from + 1, ...added);
  }
  return lines.join('\n');
}
