// Reviews a change: every file by itself, then what the files bring together.
import path from 'node:path';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { ChangedFile } from '../../core/review/change';
import { type FileReview, reviewFile, unreadReview } from '../../core/review/fileReview';
import { withMoves } from '../../core/review/movedCode';
import { orderedComments, type ReviewReport } from '../../core/review/reviewReport';
import type { FlowService } from '../dataflow/flowService';
import type { SyntaxService } from '../syntax/syntaxService';
import type { BehaviourComparer } from './behaviourComparer';
import { newPathComments } from './newPaths';
import type { RecordedTests } from './recordedTests';
import { type ReadTeamRules, teamRuleComments, withTeamWords } from './teamRules';

export interface ReviewTools {
  readonly syntax: SyntaxService;
  readonly flow: FlowService;
  readonly comparer: BehaviourComparer;
  readonly signal: AbortSignal;
  /** Folder that paths of files are relative to. */
  readonly root: string;
  readonly team: ReadTeamRules;
  /** Of this folder; where it is left out, nothing is said of them. */
  readonly recordedTests?: RecordedTests;
  readonly onProgress: (file: string, done: number, of: number) => void;
}

/** @throws Failure, and the signal's reason when it is aborted */
export async function reviewChanges(
  changes: readonly ChangedFile[],
  tools: ReviewTools,
): Promise<ReviewReport> {
  // The sandbox works meanwhile.
  const newPaths = newPathComments(changes, tools.root, tools.flow, tools.signal);
  newPaths.catch(() => undefined);
  const reviews: FileReview[] = [];
  for (const [done, file] of changes.entries()) {
    tools.signal.throwIfAborted();
    tools.onProgress(file.path, done, changes.length);
    reviews.push(await reviewOne(file, tools));
  }
  const paths = await newPaths;
  const { rules, problems } = tools.team;
  const ofTeam = await teamRuleComments(changes, rules, tools.syntax);
  const { problem } = tools.comparer;
  return {
    files: withMoves(reviews)
      .map(({ file }) => file)
      .toSorted((a, b) => b.necessity - a.necessity),
    comments: orderedComments([
      ...reviews.flatMap(({ comments }) => comments),
      ...withTeamWords(paths, rules),
      ...ofTeam,
    ]),
    notes: [...(problem === undefined ? [] : [`No behaviour was compared: ${problem}`]), ...problems],
  };
}

async function reviewOne(
  file: ChangedFile,
  { syntax, comparer, root, recordedTests }: ReviewTools,
): Promise<FileReview> {
  const language = languageOfPath(file.path);
  if (language === undefined || file.unread !== undefined || file.old === file.new) return unreadReview(file);
  const old = await syntax.parse(language, file.old ?? '');
  try {
    const now = await syntax.parse(language, file.new ?? '');
    try {
      const tested = await recordedTests?.of(path.join(root, file.path), file.new ?? '');
      return await reviewFile(file, { old, new: now }, comparer.ofFile(file), tested);
    } finally {
      now.dispose();
    }
  } finally {
    old.dispose();
  }
}
