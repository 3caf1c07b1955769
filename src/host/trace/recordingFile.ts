// Recordings on disk.
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { deflateSync, inflateSync } from 'node:zlib';
import {
  chunkKinds,
  decodeChunks,
  encodeChunk,
  encodeFileHeader,
  UnreadableRecording,
  type Chunk,
  type ChunkKind,
} from '../../core/trace/fileFormat';
import type { RunDescription } from '../../core/trace/model';
import type { PlainChunk } from '../../core/trace/payloads';
import type { Redaction } from '../../core/trace/secrets';
import { isPacked } from '../../core/trace/packedWords';
import { readRecording } from '../../core/trace/reading';
import type { Recording } from '../../core/trace/recording';
import { Failure } from '../failure';

const deflatedFrom = 512;
const essential: ReadonlySet<ChunkKind> = new Set([
  chunkKinds.run,
  chunkKinds.tests,
  chunkKinds.note,
  chunkKinds.outcome,
]);
/** What a program that goes on and on goes on writing. */
const grows: ReadonlySet<ChunkKind> = new Set([
  chunkKinds.events,
  chunkKinds.records,
  chunkKinds.ofProcess,
  chunkKinds.process,
]);

/** Bytes that may wait for the disk before programs are made to wait. */
const mostWaiting = 16 * 1024 * 1024;

/** Takes the chunks of a recording. */
export interface ChunkSink {
  /** Takes secrets out of what is not values; those come without. */
  readonly redaction?: Redaction | undefined;
  write(kind: ChunkKind, payload: Uint8Array): void;
  writeJson(kind: ChunkKind, value: unknown): void;
}

/** Writes chunks in the order in which they are given; the first failure (a full disk) is kept and told at the end. */
export class RecordingWriter implements ChunkSink {
  private queue: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  /** Called once, when the size that was set has been reached. */
  onFull: () => void = () => undefined;
  private readonly essentials: PlainChunk[] = [];
  private written = 0;
  private waiting = 0;
  private isFull = false;

  private constructor(
    private readonly file: FileHandle,
    readonly path: string,
    private readonly limitBytes: number,
    readonly redaction: Redaction | undefined,
  ) {}

  /**
   * `limitBytes`: events and values beyond this size are not kept, from the first one on that does not fit; how the run
   * ended always is.
   */
  static async create(path: string, limitBytes = Infinity, redaction?: Redaction): Promise<RecordingWriter> {
    const writer = new RecordingWriter(await open(path, 'w'), path, limitBytes, redaction);
    writer.append(encodeFileHeader());
    return writer;
  }

  write(kind: ChunkKind, payload: Uint8Array): void {
    if (essential.has(kind)) this.essentials.push({ kind, payload });
    if (this.failure !== undefined) return;
    if (this.isFull && grows.has(kind)) return;
    const deflated = payload.length >= deflatedFrom && !(kind === chunkKinds.events && isPacked(payload));
    const chunk = encodeChunk(kind, deflated ? deflateSync(payload, { level: 1 }) : payload, deflated);
    if (grows.has(kind) && this.written + chunk.length > this.limitBytes) {
      this.becomeFull();
      return;
    }
    this.written += chunk.length;
    this.append(chunk);
  }

  writeJson(kind: ChunkKind, value: unknown): void {
    this.write(kind, jsonPayload(kind, value, this.redaction));
  }

  /** @throws Failure when not all could be written; what was, can be read. */
  async close(): Promise<void> {
    await this.queue;
    await this.file.close();
    if (this.failure !== undefined) {
      throw new UnwrittenRecording(
        `The recording could not be written to ${this.path}: ${this.failure.message}`,
        'Free some space, or write it elsewhere with --out FILE.',
        this.essentials,
      );
    }
  }

  /** While more waits for a slow disk than should lie in memory: a promise of when that has been written. */
  behind(): Promise<void> | undefined {
    return this.waiting > mostWaiting ? this.queue : undefined;
  }

  private becomeFull(): void {
    this.isFull = true;
    const size = `${Math.round(this.limitBytes / 1_000_000)} MB`;
    const text = `The recording ends before the program: it had reached ${size}. Set another size with --max-mb.`;
    this.writeJson(chunkKinds.note, { text });
    this.onFull();
  }

  private append(bytes: Uint8Array): void {
    this.waiting += bytes.length;
    this.queue = this.queue.then(async () => {
      try {
        if (this.failure === undefined) await this.file.appendFile(bytes);
      } catch (error) {
        this.failure = error instanceof Error ? error : new Error(String(error));
      }
      this.waiting -= bytes.length;
    });
  }
}

/** What values and blocks hold is redacted where it comes from; all else here. */
const redactedBefore: ReadonlySet<ChunkKind> = new Set([chunkKinds.records, chunkKinds.module]);

/** The payload of a chunk that holds JSON. */
export function jsonPayload(kind: ChunkKind, value: unknown, redaction: Redaction | undefined): Buffer {
  if (redaction === undefined || redactedBefore.has(kind)) return Buffer.from(JSON.stringify(value));
  const shown = (_: string, item: unknown): unknown =>
    typeof item === 'string' ? redaction.text(item) : item;
  return Buffer.from(JSON.stringify(value, shown));
}

/** Not all of a recording could be written; what was, can be read. */
export class UnwrittenRecording extends Failure {
  /** @param essentials What was run and how it ended, of which there is a copy in memory. */
  constructor(
    message: string,
    nextStep: string,
    readonly essentials: readonly PlainChunk[],
  ) {
    super('internal', message, nextStep);
  }
}

/** A chunk that inflates to more is none of ours. */
const largestPayload = 1 << 30;
/** Bytes that surely hold what was run. */
const descriptionBytes = 64 * 1024;

/** What was run, read without the rest of the file; undefined where it cannot be told. */
export async function readDescription(path: string): Promise<RunDescription | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(descriptionBytes), 0, descriptionBytes, 0);
    const [first] = decodeChunks(buffer.subarray(0, bytesRead)).chunks;
    return first === undefined ? undefined : readRecording([plainChunk(first)]).parts.run;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

function plainChunk({ kind, payload, deflated }: Chunk): PlainChunk {
  return { kind, payload: deflated ? inflateSync(payload, { maxOutputLength: largestPayload }) : payload };
}

/** @throws Failure when there is no such file, or it is no recording, is damaged or from a later version. */
export async function loadRecording(path: string): Promise<Recording> {
  const found = await stat(path).catch(() => undefined);
  // A device may have no end.
  if (found !== undefined && !found.isFile()) throw new Failure('usage', `${path} is not a file.`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Failure('usage', `The recording ${path} cannot be read: ${String(error)}`);
  });
  try {
    const { chunks, complete } = decodeChunks(bytes);
    return readRecording(chunks.map(plainChunk), complete);
  } catch (error) {
    if (error instanceof UnreadableRecording) throw new Failure('usage', `${path}: ${error.message}`);
    // Whatever else goes wrong comes of what the file holds: bytes that do not inflate, numbers that lead nowhere.
    throw new Failure('usage', `${path}: The recording is damaged (${String(error)}).`);
  }
}
