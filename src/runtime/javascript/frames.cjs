'use strict';
// Frames of src/protocol/runtime.ts: a u32le length of the payload, a u8 kind, the payload.

const kinds = {
  hello: 1,
  events: 4,
  records: 5,
  outcome: 6,
  stopped: 7,
  tests: 8,
  sourceWanted: 16,
  stop: 2,
  silence: 3,
  source: 16,
};
const HEADER_BYTES = 5;

function encode(kind, payload) {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt8(kind, 4);
  return Buffer.concat([header, payload]);
}

class FrameReader {
  constructor() {
    this.bytes = Buffer.alloc(0);
  }

  push(more) {
    this.bytes = Buffer.concat([this.bytes, more]);
    const frames = [];
    while (this.bytes.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.bytes.readUInt32LE(0);
      if (this.bytes.length < end) break;
      frames.push({ kind: this.bytes.readUInt8(4), payload: this.bytes.subarray(HEADER_BYTES, end) });
      this.bytes = this.bytes.subarray(end);
    }
    return frames;
  }
}

module.exports = { encode, FrameReader, kinds };
