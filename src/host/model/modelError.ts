// A failed call on its way to become a value.
import type { ModelFailure, ModelFailureKind } from '../../core/model/languageModel';

export class ModelError extends Error {
  constructor(readonly failure: ModelFailure) {
    super(failure.message);
  }

  static of(kind: ModelFailureKind, message: string, nextStep?: string): ModelError {
    return new ModelError({ kind, message, ...(nextStep !== undefined && { nextStep }) });
  }
}
