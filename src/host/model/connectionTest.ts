// Whether a model answers: one small question, without any code.
import * as z from 'zod';
import { jsonAnswer } from '../../core/model/answers';
import { ask, type Question } from '../../core/model/ask';
import type { LanguageModel, ModelFailure } from '../../core/model/languageModel';
import { promptOf } from '../../core/model/prompt';

const messages = promptOf({
  rules: 'You answer with one JSON document and nothing else.',
  stable: [],
  changing: [],
  question: 'Answer with {"sum": N}, where N is the sum of 19 and 23.',
});
const answerSchema = z.object({ sum: z.number() });
const question: Question<unknown> = {
  purpose: 'test',
  messages,
  maxOutput: 500,
  read: jsonAnswer(answerSchema, ({ sum }) => (sum === 42 ? [] : ['That is not the sum.'])),
};

export interface ConnectionTest {
  /** Why the model does not answer as it should. */
  readonly failure?: ModelFailure;
  readonly ms: number;
}

export async function testConnection(model: LanguageModel, signal: AbortSignal): Promise<ConnectionTest> {
  const begun = performance.now();
  const outcome = await ask(model, question, signal);
  const ms = Math.round(performance.now() - begun);
  return outcome.ok ? { ms } : { failure: outcome.failure, ms };
}
