// The requests about reviews.
import type { ReviewRequests } from '../../protocol/review';
import { FlowService } from '../dataflow/flowService';
import { BehaviourComparer } from '../review/behaviourComparer';
import { gitChanges } from '../review/gitChanges';
import { reviewChanges } from '../review/reviewChanges';
import type { SyntaxService } from '../syntax/syntaxService';
import type { RequestHandlers } from './engineServer';

export interface ReviewHandlerTools {
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly environment: NodeJS.ProcessEnv;
}

export function reviewHandlers(tools: ReviewHandlerTools): Pick<RequestHandlers, keyof ReviewRequests> {
  const { assets, syntax, environment } = tools;
  return {
    review: async ({ folder, range, interpreter }, { signal, progress }) => {
      const { root, files } = await gitChanges(folder, range, signal);
      const comparer = new BehaviourComparer({
        ...{ assets, root, isolation: 'isolated', environment, syntax, signal },
        ...(interpreter !== undefined && { interpreter }),
      });
      try {
        const report = await reviewChanges(files, {
          ...{ syntax, flow: new FlowService({ assets, syntax }), comparer, signal },
          onProgress: (file, done, of) => {
            progress({ file, done, of });
          },
        });
        return { ...report, root };
      } finally {
        await comparer.dispose();
      }
    },
  };
}
