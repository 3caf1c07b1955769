// The requests about reviews.
import type { RefineParams, ReviewParams, ReviewRequests } from '../../protocol/review';
import { FlowService } from '../dataflow/flowService';
import { Failure } from '../failure';
import type { RecordedValues } from '../fragment/recordedValues';
import { BehaviourComparer } from '../review/behaviourComparer';
import { gitChanges } from '../review/gitChanges';
import { reviewWithModel } from '../review/model/modelReview';
import { RecordedTests } from '../review/recordedTests';
import { refineComment } from '../review/refining/refineComment';
import { reviewChanges } from '../review/reviewChanges';
import { type ReadTeamRules, teamRulesOf } from '../review/teamRules';
import type { RecordingStore } from '../store/recordingStore';
import type { SyntaxService } from '../syntax/syntaxService';
import { chosenModel, costOf, type ModelTools } from './chosenModel';
import type { RequestHandlers } from './engineServer';

export interface ReviewHandlerTools {
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly environment: NodeJS.ProcessEnv;
  readonly recorded: RecordedValues;
  readonly store: RecordingStore;
  readonly models: ModelTools;
}

export function reviewHandlers(tools: ReviewHandlerTools): Pick<RequestHandlers, keyof ReviewRequests> {
  const { recorded, models } = tools;
  const { count } = models;
  return {
    review: async (params, { signal, progress }) => {
      const { root, files } = await gitChanges(params.folder, params.range, signal);
      return withComparer(params, root, signal, tools, async (running) => {
        const report = await reviewChanges(files, {
          ...running,
          recordedTests: new RecordedTests(tools.store, root),
          onProgress: (file, done, of) => {
            progress({ file, done, of, isAsking: false });
          },
        });
        if (params.model === undefined) return { ...report, root };
        const opened = await chosenModel(params.model, models);
        const withModel = await reviewWithModel(
          report,
          files,
          { model: opened.model, count },
          {
            ...{ ...running, recorded },
            onAsking: (file, done, of) => {
              progress({ file, done, of, isAsking: true });
            },
          },
        );
        return { ...withModel, root, modelCost: costOf(params.model, opened) };
      });
    },
    refine: async (params, { signal }) => {
      const { root, file } = await changedFile(params, signal);
      return withComparer(params, root, signal, tools, async (running) => {
        if (params.model === undefined) return refineComment(params.comment, file, running);
        const opened = await chosenModel(params.model, models);
        const advisor = { model: opened.model, count };
        const outcome = await refineComment(params.comment, file, { ...running, advisor });
        return { ...outcome, modelCost: costOf(params.model, opened) };
      });
    },
  };
}

/** The file of a comment, as it was reviewed. @throws Failure where it has changed since */
async function changedFile({ folder, range, comment }: RefineParams, signal: AbortSignal) {
  const { root, files } = await gitChanges(folder, range, signal);
  const file = files.find(({ path }) => path === comment.file);
  const lines = file?.new?.split('\n').slice(comment.lines.start, comment.lines.end);
  if (file !== undefined && lines?.join('\n') === comment.code) return { root, file };
  throw new Failure(
    'usage',
    `${comment.file} has changed since it was reviewed, so the comment may not fit it.`,
    'Save the file and review the changes again.',
  );
}

interface Running {
  readonly root: string;
  readonly syntax: SyntaxService;
  readonly flow: FlowService;
  readonly comparer: BehaviourComparer;
  readonly signal: AbortSignal;
  readonly team: ReadTeamRules;
}

async function withComparer<T>(
  { interpreter }: ReviewParams,
  root: string,
  signal: AbortSignal,
  { assets, syntax, environment }: ReviewHandlerTools,
  act: (running: Running) => Promise<T>,
): Promise<T> {
  const comparer = new BehaviourComparer({
    ...{ assets, root, isolation: 'isolated', environment, syntax, signal },
    ...(interpreter !== undefined && { interpreter }),
  });
  try {
    const team = await teamRulesOf(root, { assets, syntax });
    const flow = new FlowService({ assets, syntax });
    return await act({ root, syntax, flow, comparer, signal, team });
  } finally {
    await comparer.dispose();
  }
}
