// One question: asked, its answer read, and where that cannot be used asked once more, with what was wrong.
import type { AnswerReader } from './answers';
import { failed, type LanguageModel, type ModelRequest, type Outcome } from './languageModel';

export interface Question<T> extends ModelRequest {
  readonly read: AnswerReader<T>;
}

/** So much of an unusable answer is shown to the model again, in characters. */
const shownAgain = 4000;

/** The checked answer, or why there is none: there are no default answers. */
export async function ask<T>(
  model: LanguageModel,
  { read, ...asked }: Question<T>,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  const request: ModelRequest = { ...asked, accepts: (text) => read(text).ok };
  const first = await model.complete(request, signal);
  if (!first.ok) return first;
  const answer = read(first.value.text);
  if (answer.ok) return { ok: true, value: answer.value };
  const problem =
    first.value.finish === 'length'
      ? `It was cut off after ${request.maxOutput} tokens: answer more briefly.`
      : answer.problem;
  const again: ModelRequest = {
    ...request,
    messages: [
      ...request.messages,
      { role: 'assistant', text: first.value.text.slice(0, shownAgain) },
      { role: 'user', text: `This answer cannot be used. ${problem} Give the whole answer again, mended.` },
    ],
  };
  const second = await model.complete(again, signal);
  if (!second.ok) return second;
  const mended = read(second.value.text);
  if (mended.ok) return { ok: true, value: mended.value };
  return failed('unusable', `The model's answer cannot be used, also when asked again. ${mended.problem}`);
}
