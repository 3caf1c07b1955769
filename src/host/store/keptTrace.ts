// Traces a program and keeps its recording in the store, as far as that can be done: a run never fails for want of it.
import type { Recording } from '../../core/trace/recording';
import { trace, type TraceRequest, type TraceTools } from '../trace/tracing';
import type { RecordingStore } from './recordingStore';

export interface KeptTrace {
  readonly recording: Recording;
  /** In the store; missing where it could not be kept. */
  readonly id?: string;
  /** Why it is not kept. */
  readonly problem?: string;
}

/** @param record How it is recorded. */
export async function keptTrace(
  request: TraceRequest,
  tools: TraceTools,
  store: RecordingStore,
  record: typeof trace = trace,
): Promise<KeptTrace> {
  const begun = await store.begin().catch((error: unknown) => reason(error));
  if (typeof begun === 'string') {
    return { recording: await record(request, tools), problem: notKept(store, begun) };
  }
  const { id, part } = begun;
  try {
    const recording = await record({ ...request, scratch: part }, tools);
    const why = await store.keep(id).then(() => undefined, reason);
    return why === undefined ? { recording, id } : { recording, problem: notKept(store, why) };
  } catch (error) {
    await store.discard(id);
    throw error;
  }
}

function notKept(store: RecordingStore, why: string): string {
  return `The recording is not kept: ${store.folder} cannot be written to (${why}). Name another folder in WITNESS_STORE.`;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
