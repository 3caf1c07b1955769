// A model beside the deterministic review: it is asked about the files that need a look most, and what it says is checked before
// anyone sees it. Whatever it does, the review without it stands.
import { ask } from '../../../core/model/ask';
import type { LanguageModel, ModelFailureKind, TokenCounter } from '../../../core/model/languageModel';
import type { ChangedFile } from '../../../core/review/change';
import { hunksBetween } from '../../../core/review/hunks';
import { changePieces, type ChangePiece } from '../../../core/review/model/changePieces';
import { type CheckedComment, mergedComments } from '../../../core/review/model/checkedComments';
import { factMaterials } from '../../../core/review/model/facts';
import type { ModelReview } from '../../../core/review/model/modelComment';
import { modelNotes } from '../../../core/review/model/modelReviewReport';
import { withModelScore } from '../../../core/review/model/necessity';
import { reviewQuestion } from '../../../core/review/model/reviewQuestion';
import {
  highest,
  orderedComments,
  type ReviewedFile,
  type ReviewedPart,
  type ReviewReport,
} from '../../../core/review/reviewReport';
import { wordsFor } from '../../../core/review/teamRules';
import type { ReadTeamRules } from '../teamRules';
import { checkClaim, type ClaimTools } from './claimChecker';
import { FactGatherer, type FactTools } from './changeFacts';

export interface ModelReviewSettings {
  readonly model: LanguageModel;
  readonly count: TokenCounter;
}

export type ModelReviewTools = ClaimTools &
  FactTools & {
    readonly team: ReadTeamRules;
    readonly onAsking: (file: string, done: number, of: number) => void;
  };

/** Tokens of the change in one request, and of what is known besides. */
const budgets = { change: 2400, facts: 1400 };
/** Files of less necessity are not worth a request. */
const leastNecessity = 0.3;
const usualLimits = { files: 20, claims: 5 };
/** What hinders one request hinders all. */
const hopeless: readonly ModelFailureKind[] = [
  'none',
  'unreachable',
  'unauthorised',
  'limited',
  'budget',
  'unrecorded',
];

/** @throws the signal's reason when it is aborted */
export async function reviewWithModel(
  report: ReviewReport,
  changes: readonly ChangedFile[],
  settings: ModelReviewSettings,
  tools: ModelReviewTools,
): Promise<ReviewReport> {
  const limits = { ...usualLimits, ...tools.team.rules.limits };
  const review = new ModelReviewer(report, settings, tools);
  const wanted = report.files.filter(({ necessity }) => necessity >= leastNecessity);
  const texts = new Map(changes.map((file) => [file.path, file]));
  const asked = wanted.flatMap((file) => {
    const change = texts.get(file.path);
    return change?.new === undefined || change.old === change.new ? [] : [{ file, change }];
  });
  for (const [done, { file, change }] of asked.slice(0, limits.files).entries()) {
    tools.signal.throwIfAborted();
    tools.onAsking(file.path, done, Math.min(asked.length, limits.files));
    await review.file(file, change);
    if (review.isHopeless) break;
  }
  return review.result(Math.max(0, asked.length - limits.files), limits.claims);
}

class ModelReviewer {
  isHopeless = false;
  private asked = 0;
  private offRange = 0;
  private readonly failures = new Map<string, number>();
  private readonly checked: CheckedComment[] = [];
  private readonly scored = new Map<string, ReviewedFile>();
  private readonly facts: FactGatherer;

  constructor(
    private readonly report: ReviewReport,
    private readonly settings: ModelReviewSettings,
    private readonly tools: ModelReviewTools,
  ) {
    this.facts = new FactGatherer(tools);
  }

  async file(file: ReviewedFile, change: ChangedFile): Promise<void> {
    const { count, model } = this.settings;
    const [old, now] = [change.old ?? '', change.new ?? ''];
    const hunks = hunksBetween(old, now);
    const facts = await this.facts.of(change, file, this.report.comments, hunks);
    const materials = factMaterials(facts, budgets.facts, count);
    const teamRules = wordsFor(this.tools.team.rules, file.path);
    let parts = file.parts;
    for (const piece of changePieces({ old, new: now, hunks, parts }, budgets.change, count)) {
      this.tools.signal.throwIfAborted();
      this.asked++;
      const question = reviewQuestion({
        ...{ file: file.path, piece, facts: materials },
        ...(teamRules !== undefined && { teamRules }),
      });
      const answer = await ask(model, question, this.tools.signal);
      this.tools.signal.throwIfAborted();
      if (!answer.ok) {
        this.fail(answer.failure);
        if (this.isHopeless) return;
        continue;
      }
      parts = scoredParts(parts, piece, answer.value);
      this.scored.set(file.path, {
        ...file,
        parts,
        necessity: parts.length === 0 ? file.necessity : highest(parts),
      });
      await this.check(answer.value, piece, change);
    }
  }

  result(filesLeft: number, mostClaims: number): ReviewReport {
    const { report, checked, asked, offRange, failures, scored } = this;
    const { comments, contradicted, repeated, beyondLimit } = mergedComments(
      report.comments,
      checked,
      mostClaims,
    );
    const noAnswer = [...failures].map(([reason, times]) => ({ reason, times }));
    const { id } = this.settings.model;
    const model = { model: id, asked, noAnswer, contradicted, repeated, offRange, beyondLimit, filesLeft };
    return {
      files: report.files
        .map((file) => scored.get(file.path) ?? file)
        .toSorted((a, b) => b.necessity - a.necessity),
      comments: orderedComments(comments),
      notes: [...report.notes, ...modelNotes(model)],
      model,
    };
  }

  private fail({ kind, message }: { readonly kind: ModelFailureKind; readonly message: string }): void {
    this.failures.set(message, (this.failures.get(message) ?? 0) + 1);
    this.isHopeless = hopeless.includes(kind);
  }

  private async check({ comments }: ModelReview, piece: ChangePiece, change: ChangedFile): Promise<void> {
    const lines = (change.new ?? '').split('\n');
    for (const comment of comments) {
      this.tools.signal.throwIfAborted();
      const line = comment.line - 1;
      if (!piece.lines.has(line)) {
        this.offRange++;
        continue;
      }
      const verdict = await checkClaim(comment.claim, change, this.tools);
      const about = { file: change.path, function: functionAt(line, piece), line, code: lines[line] ?? '' };
      this.checked.push({ ...about, comment, verdict });
    }
  }
}

function scoredParts(
  parts: readonly ReviewedPart[],
  piece: ChangePiece,
  { parts: scores }: ModelReview,
): readonly ReviewedPart[] {
  return parts.map((part) => {
    const id = piece.parts.find(({ part: { path: name } }) => name === part.path)?.id;
    const score = scores.find((item) => item.part === id);
    const isScored = part.reasons.some(({ by }) => by === 'model');
    return id === undefined || score === undefined || isScored ? part : withModelScore(part, score);
  });
}

/** The innermost part around a line. */
function functionAt(line: number, { parts }: ChangePiece): string {
  const around = parts
    .map(({ part }) => part)
    .filter(({ lines }) => line >= lines.start && line < lines.end)
    .sort((a, b) => a.lines.end - a.lines.start - (b.lines.end - b.lines.start));
  return around[0]?.path ?? '<module>';
}
