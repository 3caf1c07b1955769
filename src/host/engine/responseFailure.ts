import { ResponseError } from 'vscode-jsonrpc/node';
import { failureCodes, type FailureData } from '../../protocol/engine';
import type { FailureKind } from '../failure';
import { EngineFailure } from './engineFailure';

/** JSON-RPC's and LSP's code for a request that its sender gave up. */
export const requestCancelled = -32800;

/** What went over the line as an error, as the failure that it was. */
export function failureFrom(error: unknown): EngineFailure {
  if (error instanceof EngineFailure) return error;
  if (!(error instanceof ResponseError)) return new EngineFailure('internal', messageOf(error));
  if (error.code === requestCancelled) return new EngineFailure('cancelled', error.message);
  const kind = kindOf(error.code);
  return new EngineFailure(kind, error.message, nextStepOf(error.data));
}

function kindOf(code: number): FailureKind {
  if (code === failureCodes.usage) return 'usage';
  return code === failureCodes.missing ? 'missing' : 'internal';
}

function nextStepOf(data: unknown): string | undefined {
  return (data as FailureData | null | undefined)?.nextStep;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
