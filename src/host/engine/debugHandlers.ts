// The request about step-wise debugging.
import type { DebugRequests } from '../../protocol/debugging';
import { debugSession, type DebugSessionTools } from '../debugging/debugSession';
import { chosenModel, costOf, type ModelTools } from './chosenModel';
import type { RequestHandlers } from './engineServer';

/** Times at most that a model judges and mends. */
const modelRounds = 4;

export function debugHandlers(
  tools: Omit<DebugSessionTools, 'signal' | 'onProgress' | 'advice'>,
  models: ModelTools,
): Pick<RequestHandlers, keyof DebugRequests> {
  return {
    debug: async ({ model: choice, ...params }, { signal, progress }) => {
      const session = { ...tools, signal, onProgress: progress };
      if (choice === undefined) return debugSession(params, session);
      const opened = await chosenModel(choice, models);
      const answer = await debugSession(params, {
        ...session,
        advice: { model: opened.model, rounds: modelRounds },
      });
      const { input, output } = opened.ledger.totals;
      return { ...answer, tokens: { input, output }, modelCost: costOf(choice, opened) };
    },
  };
}
