'use strict';
// Programs do the same things again and again: of most words it is enough to say that they are what was to be expected
// after the words before (Raita and Teuhola, Predictive text compression by hashing, 1987). There are two guesses.
//
// Packed words are: PREDICTED, how many words follow, how many words they stand for, how many masks and how many choices
// follow; masks, one for every 32 words, of those that are not the first guess, where 0 is followed by how many times 32
// words are; choices, one bit for each of those: whether it is not the second guess either; and words that are neither,
// seven bits a byte, the lowest first. src/core/trace/packedWords.ts unpacks them.

/** No other word is like it. */
const PREDICTED = 0x7fffffff;
const HEADER = 5;
const GROUP = 32;
/** What is expected depends on some six words. */
const CONTEXTS = 1 << 16;

class Packing {
  constructor() {
    /** How many words may be packed at once. */
    this.largest = 1 << 16;
    /** Two for each context, the latest word first. */
    this.guesses = new Int32Array(2 * CONTEXTS);
    this.context = 0;
    this.out = new Int32Array(3 * this.largest);
    this.choices = new Int32Array(this.largest / GROUP);
    this.literals = new Int32Array((5 * this.largest) / 4);
  }

  /** @returns the words to send, valid until the next call. */
  pack(words) {
    const { guesses, out, choices } = this;
    let { context } = this;
    let written = HEADER;
    let alike = 0;
    let chosen = 0;
    let bytes = 0;
    for (let from = 0; from < words.length; from += GROUP) {
      const size = Math.min(GROUP, words.length - from);
      let missed = 0;
      for (let i = 0; i < size; i++) {
        const word = words[from + i];
        const first = guesses[context];
        if (word !== first) {
          missed |= 1 << i;
          if (chosen % 32 === 0) choices[chosen >> 5] = 0;
          if (word !== guesses[context + 1]) {
            choices[chosen >> 5] |= 1 << chosen;
            bytes = this.spell(word, bytes);
          }
          chosen++;
          guesses[context + 1] = first;
          guesses[context] = word;
        }
        context = ((context << 3) ^ (Math.imul(word, 0x9e3779b1) >>> 15)) & (2 * CONTEXTS - 2);
      }
      if (missed !== 0) {
        out[written++] = missed;
        alike = 0;
      } else if (alike > 0) out[alike]++;
      else {
        out[written++] = 0;
        alike = written;
        out[written++] = 1;
      }
    }
    this.context = context;
    return this.assemble(words.length, written, (chosen + 31) >> 5, (bytes + 3) >> 2);
  }

  /** Adds a word to the bytes. @returns how many there are then. */
  spell(word, bytes) {
    const { literals } = this;
    let rest = word;
    let end = bytes;
    for (;;) {
      if (end % 4 === 0) literals[end >> 2] = 0;
      const last = rest >>> 7 === 0;
      literals[end >> 2] |= ((rest & 127) | (last ? 0 : 128)) << (8 * (end % 4));
      end++;
      if (last) return end;
      rest >>>= 7;
    }
  }

  assemble(count, written, choices, literals) {
    const { out } = this;
    const length = written + choices + literals;
    out.set([PREDICTED, length - 2, count, written - HEADER, choices]);
    out.set(this.choices.subarray(0, choices), written);
    out.set(this.literals.subarray(0, literals), written + choices);
    return out.subarray(0, length);
  }
}

module.exports = { Packing };
