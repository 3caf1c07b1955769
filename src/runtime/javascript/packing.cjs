'use strict';
// Programs do the same things again and again: words that came before in the same order are sent as where they stand
// (Ziv and Lempel, A universal algorithm for sequential data compression, 1977).

/** Followed by how many words back they stand, and how many they are. No other word is like it. */
const AGAIN = 0x7fffffff;
/** As replay.ts has it. */
const HISTORY = 1 << 18;
const SHORTEST = 8;
const HASH_BITS = 14;

class Packing {
  constructor() {
    /** How many words may be packed at once. */
    this.largest = HISTORY / 2;
    this.history = new Int32Array(HISTORY);
    this.size = 0;
    /** Where sequences with some hash began last. */
    this.places = new Int32Array(1 << HASH_BITS).fill(-1);
    this.out = new Int32Array(HISTORY);
  }

  /** @returns the words to send, valid until the next call. */
  pack(words) {
    const { history, places, out } = this;
    if (this.size + words.length > HISTORY) {
      this.size = 0;
      places.fill(-1);
    }
    history.set(words, this.size);
    const end = this.size + words.length;
    let written = 0;
    let at = this.size;
    while (at < end) {
      const length = end - at < SHORTEST ? 0 : this.lookUp(at, end);
      if (length < SHORTEST) {
        out[written++] = history[at++];
        continue;
      }
      out[written++] = AGAIN;
      out[written++] = at - this.found;
      out[written++] = length;
      at += length;
    }
    this.size = end;
    return out.subarray(0, written);
  }

  /** How many words from a place on also came before, in the same order, from `found` on. */
  lookUp(at, end) {
    const { history, places } = this;
    let hash = history[at];
    for (let i = 1; i < 4; i++) hash = Math.imul(hash, 0x9e3779b1) ^ history[at + i];
    hash = Math.imul(hash, 0x9e3779b1) >>> (32 - HASH_BITS);
    const found = places[hash];
    places[hash] = at;
    if (found < 0) return 0;
    this.found = found;
    let length = 0;
    while (at + length < end && history[found + length] === history[at + length]) length++;
    return length;
  }
}

module.exports = { Packing };
