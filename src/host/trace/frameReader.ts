// Cuts a byte stream into the frames of protocol/runtime.ts.

const headerBytes = 5;
/** A frame beyond this is not ours. */
const largestFrame = 256 * 1024 * 1024;

export interface Frame {
  readonly kind: number;
  readonly payload: Buffer;
}

export class FrameReader {
  private pieces: Buffer[] = [];
  private available = 0;

  /** The frames that are complete with these bytes. @throws Error when the stream cannot be one of ours. */
  push(bytes: Buffer): Frame[] {
    this.pieces.push(bytes);
    this.available += bytes.length;
    const frames: Frame[] = [];
    for (let frame = this.next(); frame !== undefined; frame = this.next()) frames.push(frame);
    return frames;
  }

  private next(): Frame | undefined {
    if (this.available < headerBytes) return undefined;
    const first = this.pieces[0];
    if (first === undefined || first.length < headerBytes) this.join();
    const head = this.pieces[0];
    if (head === undefined) return undefined;
    const length = head.readUInt32LE(0);
    if (length > largestFrame) throw new Error(`A frame of ${length} bytes is too long.`);
    if (this.available < headerBytes + length) return undefined;
    const all = this.join();
    const payload = all.subarray(headerBytes, headerBytes + length);
    this.pieces = [all.subarray(headerBytes + length)];
    this.available -= headerBytes + length;
    return { kind: all.readUInt8(4), payload };
  }

  private join(): Buffer {
    const all =
      this.pieces.length === 1 && this.pieces[0] !== undefined ? this.pieces[0] : Buffer.concat(this.pieces);
    this.pieces = [all];
    return all;
  }
}

/** One frame as bytes. */
export function encodeFrame(kind: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt8(kind, 4);
  return Buffer.concat([header, payload]);
}
