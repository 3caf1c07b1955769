// Refined code for a comment with evidence: candidates of a model and of the search, and of these the first that holds.
import { strategyOf } from '../../../core/debugging/candidate';
import { ask } from '../../../core/model/ask';
import type { LanguageModel, TokenCounter } from '../../../core/model/languageModel';
import type { ChangedFile } from '../../../core/review/change';
import { changePieces } from '../../../core/review/model/changePieces';
import { type LineEdit, refinementQuestion, withEdits } from '../../../core/review/model/refinementQuestion';
import {
  type RefinedText,
  type Refinement,
  refinementOf,
  type RefinementOutcome,
} from '../../../core/review/refinement';
import { restoredTest } from '../../../core/review/restoredTest';
import type { ReviewComment } from '../../../core/review/reviewReport';
import { languageOfPath } from '../../../core/syntax/profiles/registry';
import { candidateTrial, type CandidateTrial, type RefinedFile, type TrialTools } from './candidateTrial';
import { searchedPrograms } from './searchedPrograms';

export interface RefineTools extends TrialTools {
  /** Asked before the search, where there is one. */
  readonly advisor?: { readonly model: LanguageModel; readonly count: TokenCounter };
}

/** Times that a model is asked for edits of one comment, and tokens of the change that it is shown. */
const rounds = 2;
const changeBudget = 2400;

/** @throws Failure, and the signal's reason when it is aborted */
export async function refineComment(
  comment: ReviewComment,
  file: ChangedFile,
  tools: RefineTools,
): Promise<RefinementOutcome> {
  if (comment.level === 'claimed') {
    return unrefined('Nothing shows what is wrong, so nothing could show that it is mended.');
  }
  const { new: now } = file;
  if (now === undefined) return unrefined('The file is gone.');
  if (languageOfPath(file.path) !== 'python') {
    return unrefined('Only Python is refined, as nothing else is run.');
  }
  const sandbox = await tools.comparer.started();
  if (sandbox === undefined) return unrefined(tools.comparer.problem ?? 'Nothing can be run.');
  const refined: RefinedFile = { ...file, new: now };
  const refining = new Refining(
    comment,
    refined,
    await candidateTrial(comment, refined, sandbox, tools),
    tools,
  );
  const refinement = (await refining.byModel()) ?? (await refining.bySearch());
  return refinement === undefined ? { unrefined: refining.reasons } : { refinement };
}

function unrefined(...reasons: string[]): RefinementOutcome {
  return { unrefined: reasons };
}

class Refining {
  readonly reasons: string[] = [];

  constructor(
    private readonly comment: ReviewComment,
    private readonly file: RefinedFile,
    private readonly trial: CandidateTrial,
    private readonly tools: RefineTools,
  ) {}

  async byModel(): Promise<Refinement | undefined> {
    const { advisor, signal } = this.tools;
    if (advisor === undefined) return undefined;
    let earlier: { edits: readonly LineEdit[]; problem: string } | undefined;
    for (let round = 0; round < rounds; round++) {
      const answer = await ask(advisor.model, this.question(advisor.count, earlier), signal);
      signal.throwIfAborted();
      if (!answer.ok) {
        this.reasons.push(`No answer of the model: ${answer.failure.message}`);
        return undefined;
      }
      const text = withEdits(this.file.new, answer.value);
      const tried = await this.tried({ by: 'model', strategy: 'edits of the model', text });
      if (typeof tried !== 'string') return tried;
      this.reasons.push(`The edits of the model: ${tried}`);
      earlier = { edits: answer.value, problem: tried };
    }
    return undefined;
  }

  async bySearch(): Promise<Refinement | undefined> {
    const { difference } = this.comment;
    const test = difference && restoredTest(difference);
    if (test === undefined) {
      this.reasons.push('The search needs a call whose result before the change can be written down.');
      return undefined;
    }
    const found = await searchedPrograms({ text: this.file.new, test, trial: this.trial }, this.tools.syntax);
    if (found.length === 0) this.reasons.push('No small change makes the call do what it did before.');
    for (const candidate of found) {
      const strategy = strategyOf(candidate);
      const tried =
        (await this.otherDifference(candidate.source)) ??
        (await this.tried({ by: 'search', strategy, text: candidate.source }));
      if (typeof tried !== 'string') return tried;
      this.reasons.push(`The search (${strategy}): ${tried}`);
    }
    return undefined;
  }

  /** The search knows one call alone: what mends that and not others is no refined code. */
  private async otherDifference(text: string): Promise<string | undefined> {
    const { file, comment, tools } = this;
    const behaviour = await tools.comparer.ofFile({ ...file, new: text })(comment.function);
    if (behaviour?.kind !== 'different') return undefined;
    const { call, old, new: now } = behaviour.difference;
    return `it mends one call alone: ${call} ${now}, and ${old} before the change.`;
  }

  /** The refinement, or what is wrong with it. */
  private async tried(refined: RefinedText): Promise<Refinement | string> {
    const result = await this.trial.of(refined.text);
    if ('problem' in result) return result.problem;
    return refinementOf(refined, this.file.path, this.file.new, result.told);
  }

  private question(count: TokenCounter, earlier?: { edits: readonly LineEdit[]; problem: string }) {
    const { file, comment, trial } = this;
    const { start, end } = comment.lines;
    const near = trial.hunks.filter(({ new: span }) => span.start <= end && span.end >= start);
    const hunks = near.length > 0 ? near : trial.hunks;
    const texts = { old: file.old ?? '', new: file.new, hunks, parts: [] };
    const [piece] = changePieces(texts, changeBudget, count);
    return refinementQuestion({
      ...{ file: file.path, change: piece?.text ?? '', comment, lines: file.new.split('\n').length },
      ...(earlier !== undefined && { earlier }),
    });
  }
}
