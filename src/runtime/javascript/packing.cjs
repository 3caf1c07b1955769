'use strict';
// The memory in which the program's words wait for our thread, and how the thread packs them: src/assembly/packing.ts,
// which runs in the same memory. Node without WebAssembly (`--jitless`) has words sent as they are.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** No other word is like it: what follows is how many words belong to it, how many there are when they are unpacked,
 * and these. src/core/trace/packedWords.ts unpacks them. */
const PACKED = 0x7ffffffe;
const HEADER = 3;

/** Room for what a busy loop writes while our thread waits for a processor; memory that is not written to is not used.
 * A power of two. */
const HALF = 1 << 21;
const WORDS = 2 * HALF;
/** So many words are packed at once at most. */
const LARGEST = 1 << 18;

const PAGE_BYTES = 1 << 16;
/** Where things are in the memory, in bytes. */
const TABLE = PAGE_BYTES;
const RING = TABLE + PAGE_BYTES;
const OUT = RING + 4 * WORDS + PAGE_BYTES;
/** A word that is packed takes its own place, and there is one more for each 255. */
const END = OUT + 4 * LARGEST + 4 * PAGE_BYTES;

/** @returns memory that threads can share. */
function sharedMemory() {
  try {
    const pages = END / PAGE_BYTES;
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return { buffer: new SharedArrayBuffer(END) };
  }
}

/** @returns the part of it that words go to. */
function ringIn(memory) {
  return new Int32Array(memory.buffer, RING, WORDS);
}

class Packing {
  constructor(memory) {
    this.memory = memory;
    this.ring = ringIn(memory);
    this.pack = this.canPack() ? this.compiled() : undefined;
  }

  canPack() {
    return (
      typeof WebAssembly === 'object' && this.memory instanceof WebAssembly.Memory && os.endianness() === 'LE'
    );
  }

  compiled() {
    const code = new WebAssembly.Module(fs.readFileSync(path.join(__dirname, 'packing.wasm')));
    return new WebAssembly.Instance(code, { env: { memory: this.memory } }).exports.pack;
  }

  /** Words of the ring. @returns the words to send for them, valid until the next call. */
  packed(from, to) {
    if (this.pack === undefined) return this.ring.slice(from, to);
    const start = OUT + 4 * HEADER;
    const end = this.pack(TABLE, RING + 4 * from, RING + 4 * to, start);
    const out = new Int32Array(this.memory.buffer, OUT, (end - OUT) / 4);
    out.set([PACKED, out.length - 2, to - from]);
    return out;
  }

  /** The ring begins anew. */
  forget() {
    new Uint8Array(this.memory.buffer, TABLE, PAGE_BYTES).fill(0);
  }
}

module.exports = { HALF, LARGEST, Packing, ringIn, sharedMemory };
