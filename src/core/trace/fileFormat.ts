// The recording file: a signature, then chunks of a length, a kind and a payload. A file that was cut anywhere is
// readable up to its last whole chunk. Specified in docs/recording-format.md.

export const formatVersion = 4;
const signature = 'WITNESS\n';
const headerBytes = signature.length + 4;
const chunkHeaderBytes = 8;
/** No chunk is larger; a length beyond it means damage. */
const largestChunk = 1 << 28;

export const chunkKinds = {
  run: 1,
  module: 2,
  events: 3,
  records: 4,
  stdout: 5,
  stderr: 6,
  outcome: 7,
  tests: 8,
  note: 9,
  process: 10,
  ofProcess: 11,
} as const;

export type ChunkKind = (typeof chunkKinds)[keyof typeof chunkKinds];

export interface Chunk {
  readonly kind: number;
  /** The payload is deflated (RFC 1950). */
  readonly deflated: boolean;
  readonly payload: Uint8Array;
}

/** A recording that cannot be read. The message is for people: what is wrong with the file. */
export class UnreadableRecording extends Error {}

/** The first bytes of a recording file. */
export function encodeFileHeader(): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  bytes.set(new TextEncoder().encode(signature));
  new DataView(bytes.buffer).setUint32(signature.length, formatVersion, true);
  return bytes;
}

export function encodeChunk(kind: ChunkKind, payload: Uint8Array, deflated: boolean): Uint8Array {
  const bytes = new Uint8Array(chunkHeaderBytes + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint8(4, kind);
  view.setUint8(5, deflated ? 1 : 0);
  bytes.set(payload, chunkHeaderBytes);
  return bytes;
}

/**
 * The whole chunks of a file. `complete` is false when the file ends inside a chunk.
 * @throws UnreadableRecording when it is no recording or one of a later version.
 */
export function decodeChunks(bytes: Uint8Array): { chunks: Chunk[]; complete: boolean } {
  const start = new TextDecoder().decode(bytes.subarray(0, signature.length));
  if (start !== signature || bytes.length < headerBytes) {
    throw new UnreadableRecording('This is not a recording of Witness: its first bytes are something else.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(signature.length, true);
  if (version > formatVersion) {
    throw new UnreadableRecording(
      `This recording was written by a later version of Witness (format ${version}; this one reads up to ${formatVersion}).`,
    );
  }
  const chunks: Chunk[] = [];
  let at = headerBytes;
  while (at + chunkHeaderBytes <= bytes.length) {
    const length = view.getUint32(at, true);
    const end = at + chunkHeaderBytes + length;
    if (length > largestChunk || end > bytes.length) return { chunks, complete: false };
    const payload = bytes.subarray(at + chunkHeaderBytes, end);
    chunks.push({ kind: view.getUint8(at + 4), deflated: view.getUint8(at + 5) === 1, payload });
    at = end;
  }
  return { chunks, complete: at === bytes.length };
}
