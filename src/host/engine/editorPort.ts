import type { Completion, Outcome } from '../../core/model/languageModel';
import type { CompleteParams, MaySendParams } from '../../protocol/model';

/** What the engine asks the editor while it works on a request. */
export interface EditorPort {
  /** Has a model of the editor answer. */
  readonly completeInEditor: (params: CompleteParams, signal: AbortSignal) => Promise<Outcome<Completion>>;
  /** Whether something may leave the machine. */
  readonly maySend: (params: MaySendParams, signal: AbortSignal) => Promise<boolean>;
}
