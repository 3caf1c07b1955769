// What a program prints: all of it is passed on, its first and last bytes are kept.
import type { Redaction } from '../../core/trace/secrets';

/** Bytes kept of the beginning and of the end of each stream. */
const keptBytes = 64 * 1024;

export class OutputCapture {
  private readonly head: Buffer[] = [];
  private headBytes = 0;
  private tail: Buffer[] = [];
  private tailBytes = 0;
  private total = 0;

  add(bytes: Buffer): void {
    this.total += bytes.length;
    const toHead = bytes.subarray(0, keptBytes - this.headBytes);
    if (toHead.length > 0) {
      this.head.push(toHead);
      this.headBytes += toHead.length;
    }
    const rest = bytes.subarray(toHead.length);
    if (rest.length === 0) return;
    this.tail.push(rest);
    this.tailBytes += rest.length;
    if (this.tailBytes > 4 * keptBytes) this.trimTail();
  }

  /** Payloads of output chunks: how many bytes were left out before, then the bytes, without secrets. */
  chunks(redaction?: Redaction): Buffer[] {
    this.trimTail();
    const omitted = this.total - this.headBytes - this.tailBytes;
    const payloads = this.headBytes > 0 ? [payload(0, this.head, redaction)] : [];
    return this.tailBytes > 0 ? [...payloads, payload(omitted, this.tail, redaction)] : payloads;
  }

  private trimTail(): void {
    const all = Buffer.concat(this.tail);
    const kept = all.subarray(Math.max(0, all.length - keptBytes));
    this.tail = [kept];
    this.tailBytes = kept.length;
  }
}

function payload(omitted: number, pieces: Buffer[], redaction: Redaction | undefined): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(omitted);
  if (redaction === undefined) return Buffer.concat([count, ...pieces]);
  // Byte by byte, whatever the encoding: what looks like a secret is ASCII.
  const text = redaction.text(Buffer.concat(pieces).toString('latin1'));
  return Buffer.concat([count, Buffer.from(text, 'latin1')]);
}
