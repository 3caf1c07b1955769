// Words of which those that came before are not told once more; src/assembly/packing.ts packs them.
import { UnreadableRecording } from './fileFormat';

/** Followed by how many words belong to it, how many there are when they are unpacked, and these. */
const packed = 0x7ffffffe;
/** How words were packed in recordings of version 3. */
const packedBefore = 0x7fffffff;
/** So many words are packed at once at most, as src/runtime/javascript/packing.cjs has it. */
const mostWords = 1 << 18;
/** Words that came before are so far back at most; a power of two. */
const window = 1 << 16;
/** A number of repeated words from which on it stands in a word of its own. */
const long = 255;

/** Whether events, as u32le words, are packed, so that there is little to gain by packing them once more. */
export function isPacked(events: Uint8Array): boolean {
  return new DataView(events.buffer, events.byteOffset).getUint32(0, true) === packed;
}

/** Hands over one word after the other. */
export class PackedWords {
  /** The words unpacked latest, and where the next one goes. */
  private readonly before = new Uint32Array(window);
  private at = 0;
  /** Packed words that have come so far, while more of them are to come. */
  private collected: number[] | undefined;

  constructor(private readonly take: (word: number) => void) {}

  /**
   * Words may be cut anywhere.
   * @throws UnreadableRecording of words that earlier versions packed.
   */
  add(words: Uint32Array): void {
    for (const word of words) {
      if (this.collected !== undefined) this.collect(this.collected, word);
      else if (word === packed) this.collected = [];
      else if (word === packedBefore) throw new UnreadableRecording(madeBefore);
      else this.take(word);
    }
  }

  private collect(collected: number[], word: number): void {
    collected.push(word);
    const [length = 0] = collected;
    if (collected.length <= length) return;
    this.collected = undefined;
    this.unpack(collected);
  }

  /** Each group is a word of three numbers, of which the lowest says how many words follow as they are. */
  private unpack(words: readonly number[]): void {
    let left = Math.min(words[1] ?? 0, mostWords);
    for (let at = 2; at < words.length && left > 0;) {
      const group = words[at++] ?? 0;
      const end = at + Math.min(group & 0xff, left);
      left -= end - at;
      while (at < end) this.hand(words[at++] ?? 0);
      const told = (group >>> 8) & 0xff;
      const repeated = Math.min(told === long ? (words[at++] ?? 0) : told, left);
      left -= repeated;
      this.repeat(group >>> 16, repeated);
    }
  }

  /** So many words that are the same as those so far back. */
  private repeat(back: number, count: number): void {
    for (let i = 0; i < count; i++) this.hand(this.before[(this.at - back) & (window - 1)] ?? 0);
  }

  private hand(word: number): void {
    this.before[this.at] = word;
    this.at = (this.at + 1) & (window - 1);
    this.take(word);
  }
}

const madeBefore =
  'This recording of a JavaScript program was written by an earlier version of Witness, which packed it in a way that this one does not read. Record it once more.';
