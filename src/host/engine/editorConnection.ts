// The editor as the engine asks it.
import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { failed, type Completion, type Outcome } from '../../core/model/languageModel';
import type { EditorPort } from './editorPort';

const count = z.number().nonnegative();
const completionSchema = z.object({
  text: z.string(),
  finish: z.enum(['stop', 'length']),
  usage: z.object({ input: count, cached: count, output: count }),
});
const failureSchema = z.object({
  kind: z.enum([
    'none',
    'unauthorised',
    'limited',
    'server',
    'request',
    'timeout',
    'huge',
    'empty',
    'refused',
    'cancelled',
  ]),
  message: z.string(),
  nextStep: z.string().exactOptional(),
});
const outcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: completionSchema }),
  z.object({ ok: z.literal(false), failure: failureSchema }),
]);

export function editorConnection(connection: MessageConnection): EditorPort {
  return {
    completeInEditor: async (params, signal): Promise<Outcome<Completion>> => {
      const answer = outcomeSchema.safeParse(await asked(connection, 'completeInEditor', params, signal));
      return answer.data ?? failed('server', 'The editor did not pass on what the model answered.');
    },
    maySend: async (params, signal) => (await asked(connection, 'maySend', params, signal)) === true,
  };
}

/** Undefined where nobody answers, or the request was cancelled. */
async function asked(
  connection: MessageConnection,
  method: keyof EditorPort,
  params: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (signal.aborted) return undefined;
  const cancellation = new CancellationTokenSource();
  const cancel = (): void => {
    cancellation.cancel();
  };
  signal.addEventListener('abort', cancel);
  try {
    return await connection.sendRequest<unknown>(method, params, cancellation.token);
  } catch {
    return undefined;
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}
