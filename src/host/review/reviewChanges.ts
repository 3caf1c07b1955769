// Reviews a change: every file by itself, then what the files bring together.
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { ChangedFile } from '../../core/review/change';
import { type FileReview, reviewFile, unreadReview } from '../../core/review/fileReview';
import { orderedComments, type ReviewReport } from '../../core/review/reviewReport';
import type { FlowService } from '../dataflow/flowService';
import type { SyntaxService } from '../syntax/syntaxService';
import type { BehaviourComparer } from './behaviourComparer';
import { newPathComments } from './newPaths';
import { type ReadTeamRules, teamRuleComments, withTeamWords } from './teamRules';

export interface ReviewTools {
  readonly syntax: SyntaxService;
  readonly flow: FlowService;
  readonly comparer: BehaviourComparer;
  readonly signal: AbortSignal;
  /** Folder that paths of files are relative to. */
  readonly root: string;
  readonly team: ReadTeamRules;
  readonly onProgress: (file: string, done: number, of: number) => void;
}

/** @throws Failure, and the signal's reason when it is aborted */
export async function reviewChanges(
  changes: readonly ChangedFile[],
  tools: ReviewTools,
): Promise<ReviewReport> {
  const reviews: FileReview[] = [];
  for (const [done, file] of changes.entries()) {
    tools.signal.throwIfAborted();
    tools.onProgress(file.path, done, changes.length);
    reviews.push(await reviewOne(file, tools));
  }
  const paths = await newPathComments(changes, tools.root, tools.flow, tools.signal);
  const { rules, problems } = tools.team;
  const ofTeam = await teamRuleComments(changes, rules, tools.syntax);
  const { problem } = tools.comparer;
  return {
    files: reviews.map(({ file }) => file).toSorted((a, b) => b.necessity - a.necessity),
    comments: orderedComments([
      ...reviews.flatMap(({ comments }) => comments),
      ...withTeamWords(paths, rules),
      ...ofTeam,
    ]),
    notes: [...(problem === undefined ? [] : [`No behaviour was compared: ${problem}`]), ...problems],
  };
}

async function reviewOne(file: ChangedFile, { syntax, comparer }: ReviewTools): Promise<FileReview> {
  const language = languageOfPath(file.path);
  if (language === undefined || file.unread !== undefined || file.old === file.new) return unreadReview(file);
  const old = await syntax.parse(language, file.old ?? '');
  try {
    const now = await syntax.parse(language, file.new ?? '');
    try {
      return await reviewFile(file, { old, new: now }, comparer.ofFile(file));
    } finally {
      now.dispose();
    }
  } finally {
    old.dispose();
  }
}
