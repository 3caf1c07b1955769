// The request about step-wise debugging.
import type { DebugRequests, DescribedTestsAnswer } from '../../protocol/debugging';
import { debugSession, testsFromWords, type DebugSessionTools } from '../debugging/debugSession';
import { Failure } from '../failure';
import { withPlainLineEnds } from '../syntax/lineEnds';
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
      const task = 'claimed' in params.tests ? { task: params.tests.words } : {};
      const answer = await debugSession(params, {
        ...session,
        advice: { model: opened.model, rounds: modelRounds, ...task },
      });
      const { input, output } = opened.ledger.totals;
      return { ...answer, tokens: { input, output }, modelCost: costOf(choice, opened) };
    },
    describedTests: async ({ file, text, description, model: choice }, { signal }) => {
      const opened = await chosenModel(choice, models);
      const asked = { syntax: tools.syntax, signal, advice: { model: opened.model } };
      const found = await testsFromWords(file, withPlainLineEnds(text), description, asked).then(
        (tests) => ({ tests }),
        noAnswerOf,
      );
      return { ...found, modelCost: costOf(choice, opened) };
    },
  };
}

/** @throws What has nothing to do with the model's answer */
function noAnswerOf(error: unknown): Omit<DescribedTestsAnswer, 'modelCost'> {
  if (!(error instanceof Failure) || error.kind !== 'missing') throw error;
  return { tests: [], noAnswer: [error.message, error.nextStep ?? ''].join(' ').trim() };
}
