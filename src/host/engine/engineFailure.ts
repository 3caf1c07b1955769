// Why a request to the engine has no result. Without JSON-RPC, which the editor loads only with its first request.
import type { FailureKind } from '../failure';

export type EngineFailureKind =
  | FailureKind
  | 'cancelled'
  | 'ended' // the engine's process ended while the request was under way
  | 'stopped'; // the engine has crashed too often and waits to be asked for

/** What happened and why; `nextStep` says what to do about it. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';

  constructor(
    readonly kind: EngineFailureKind,
    message: string,
    readonly nextStep?: string,
  ) {
    super(message);
  }
}
