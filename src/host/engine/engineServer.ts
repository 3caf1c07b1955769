// Answers requests that come over a connection.
import { ErrorCodes, ProgressType, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import type { CancellationToken } from 'vscode-jsonrpc';
import {
  failureCodes,
  type EngineMethod,
  type FailureData,
  type ParamsOf,
  type ProgressOf,
  type ResultOf,
} from '../../protocol/engine';
import { Failure } from '../failure';
import { abortSignalOf } from './abortSignal';
import { envelopeSchema, requestSchemas } from './requestSchemas';
import { requestCancelled } from './responseFailure';

export interface RequestContext<M extends EngineMethod> {
  /** Aborted when the request is cancelled, or nobody is there any more to take the answer. */
  readonly signal: AbortSignal;
  readonly progress: (value: ProgressOf<M>) => void;
  readonly progressToken: number;
}

export type RequestHandlers = {
  readonly [M in EngineMethod]: (params: ParamsOf<M>, context: RequestContext<M>) => Promise<ResultOf<M>>;
};

/** Serves until `shutdown` is aborted. */
export function serve(connection: MessageConnection, handlers: RequestHandlers, shutdown: AbortSignal): void {
  for (const method of Object.keys(requestSchemas) as EngineMethod[]) {
    register(connection, method, handlers[method], shutdown);
  }
  connection.listen();
}

function register<M extends EngineMethod>(
  connection: MessageConnection,
  method: M,
  handler: RequestHandlers[M],
  shutdown: AbortSignal,
): void {
  connection.onRequest(method, async (message: unknown, token: CancellationToken) => {
    const { params, progressToken } = checked(method, message);
    const signal = AbortSignal.any([abortSignalOf(token), shutdown]);
    const progress = (value: ProgressOf<M>): void => {
      void connection.sendProgress(new ProgressType<ProgressOf<M>>(), progressToken, value);
    };
    try {
      return await handler(params, { signal, progress, progressToken });
    } catch (error) {
      throw responseError(error, signal);
    }
  });
}

function checked<M extends EngineMethod>(
  method: M,
  message: unknown,
): { params: ParamsOf<M>; progressToken: number } {
  const envelope = envelopeSchema.safeParse(message);
  const params = requestSchemas[method].safeParse(envelope.data?.params);
  if (envelope.success && params.success) {
    return { params: params.data, progressToken: envelope.data.progressToken };
  }
  const [issue] = params.error?.issues ?? envelope.error?.issues ?? [];
  const where = issue?.path.join('.') ?? '';
  throw new ResponseError(
    ErrorCodes.InvalidParams,
    `${method}: ${where}: ${issue?.message ?? 'is not valid'}`,
  );
}

function responseError(error: unknown, signal: AbortSignal): ResponseError<FailureData> {
  if (signal.aborted) return new ResponseError(requestCancelled, 'The request was cancelled.');
  if (error instanceof Failure) {
    const { kind, message, nextStep } = error;
    return new ResponseError(failureCodes[kind], message, nextStep === undefined ? {} : { nextStep });
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${detail}\n`);
  const message = error instanceof Error ? error.message : String(error);
  return new ResponseError(failureCodes.internal, `Witness itself failed: ${message}`, {
    nextStep: 'This is a fault of Witness; the log has the details for a report.',
  });
}
