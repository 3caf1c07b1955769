// Nothing leaves the machine before somebody has agreed.
import { failed, type LanguageModel, type ModelRequest } from '../../core/model/languageModel';

/** Asked before each request. */
export type MaySend = (request: ModelRequest, signal?: AbortSignal) => Promise<boolean>;

export function permitted(model: LanguageModel, maySend: MaySend): LanguageModel {
  return {
    id: model.id,
    complete: async (request, signal, onText) => {
      if (await maySend(request, signal)) return model.complete(request, signal, onText);
      if (signal?.aborted === true) return failed('cancelled', 'The request was cancelled.');
      return failed('none', 'Nothing was sent, as you did not agree to it.');
    },
  };
}
