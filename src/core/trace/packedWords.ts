// Words of which those that could be guessed from the words before are not told; src/runtime/javascript/packing.cjs packs
// them and says how.

/** Followed by how many words belong to it, and these. */
const predicted = 0x7fffffff;
/** So many words are packed at once at most. */
const mostWords = 1 << 16;
const groupSize = 32;
const contexts = 1 << 16;

/** Whether events, as u32le words, are packed, so that there is little to gain by packing them once more. */
export function isPacked(events: Uint8Array): boolean {
  return new DataView(events.buffer, events.byteOffset).getUint32(0, true) === predicted;
}

/** Hands over one word after the other. */
export class PackedWords {
  /** Two guesses for each context. */
  private readonly guesses = new Int32Array(2 * contexts);
  private context = 0;
  /** Packed words that have come so far, while more of them are to come. */
  private packed: number[] | undefined;

  constructor(private readonly take: (word: number) => void) {}

  /** Words may be cut anywhere. */
  add(words: Uint32Array): void {
    for (const word of words) {
      if (this.packed !== undefined) this.collect(this.packed, word);
      else if (word === predicted) this.packed = [];
      else this.take(word);
    }
  }

  private collect(packed: number[], word: number): void {
    packed.push(word);
    const [length = 0] = packed;
    if (packed.length <= length) return;
    this.packed = undefined;
    this.unpack(packed);
  }

  private unpack([, count = 0, maskCount = 0, choiceCount = 0, ...parts]: readonly number[]): void {
    const masks = parts.slice(0, maskCount);
    const choices = parts.slice(maskCount, maskCount + choiceCount);
    const bytes = new SpelledWords(parts.slice(maskCount + choiceCount));
    let chosen = 0;
    const choose = (): number => {
      const isNeither = (choices[chosen >> 5] ?? 0) & (1 << chosen);
      chosen++;
      return isNeither === 0 ? (this.guesses[this.context + 1] ?? 0) : bytes.next();
    };
    let left = Math.min(count, mostWords);
    for (let at = 0; at < masks.length; at++) {
      const missed = masks[at] ?? 0;
      const groups = missed === 0 ? (masks[++at] ?? 0) : 1;
      const size = Math.min(left, groups * groupSize);
      left -= size;
      for (let i = 0; i < size; i++) {
        const isGuessed = (missed & (1 << i)) === 0;
        this.hand(isGuessed ? (this.guesses[this.context] ?? 0) : choose());
      }
    }
  }

  private hand(word: number): void {
    const { guesses, context } = this;
    const first = guesses[context] ?? 0;
    if (first !== (word | 0)) {
      guesses[context + 1] = first;
      guesses[context] = word;
    }
    this.context = ((context << 3) ^ (Math.imul(word, 0x9e3779b1) >>> 15)) & (2 * contexts - 2);
    this.take(word >>> 0);
  }
}

/** Words of seven bits a byte, the lowest first; the last byte of a word is below 128. */
class SpelledWords {
  private at = 0;

  constructor(private readonly words: readonly number[]) {}

  next(): number {
    let word = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = ((this.words[this.at >> 2] ?? 0) >>> (8 * (this.at % 4))) & 0xff;
      this.at++;
      word |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    return word;
  }
}
