// Which chunks of a recording belong to which of its processes.
import { chunkKinds, UnreadableRecording } from './fileFormat';
import type { ProcessInRun } from './model';
import { parsed, type PlainChunk } from './payloads';
import { processSchema } from './schemas';

export interface ProcessChunks {
  readonly process: ProcessInRun;
  readonly chunks: PlainChunk[];
}

/** Bytes of a wrapped chunk before its payload: u32 process, u8 kind. */
export const wrapperBytes = 5;

/** The chunks of the program itself and those of the other processes, in the order in which these were announced. */
export function byProcess(chunks: readonly PlainChunk[]): { own: PlainChunk[]; others: ProcessChunks[] } {
  const own: PlainChunk[] = [];
  const others = new Map<number, ProcessChunks>();
  for (const chunk of chunks) {
    if (chunk.kind === chunkKinds.process) {
      const process = parsed(chunk, processSchema) as ProcessInRun;
      others.set(process.process, { process, chunks: [] });
    } else if (chunk.kind === chunkKinds.ofProcess) {
      const { process, inner } = unwrapped(chunk);
      others.get(process)?.chunks.push(inner);
    } else {
      own.push(chunk);
    }
  }
  return { own, others: [...others.values()] };
}

/** A chunk of another process as a payload of kind `ofProcess`. */
export function wrapped(process: number, { kind, payload }: PlainChunk): Uint8Array {
  const bytes = new Uint8Array(wrapperBytes + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, process, true);
  view.setUint8(4, kind);
  bytes.set(payload, wrapperBytes);
  return bytes;
}

function unwrapped({ payload }: PlainChunk): { process: number; inner: PlainChunk } {
  if (payload.length < wrapperBytes) {
    throw new UnreadableRecording('The recording is damaged: a chunk of another process is too short.');
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return {
    process: view.getUint32(0, true),
    inner: { kind: view.getUint8(4), payload: payload.subarray(wrapperBytes) },
  };
}
