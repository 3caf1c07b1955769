// Words of which those that came before in the same order are told as where they stand; see runtime/javascript/packing.cjs.

/** Followed by how many words back they stand, and how many they are. */
const again = 0x7fffffff;
/** No word stands further back. */
const historyWords = 1 << 18;

/** Hands over one word after the other. */
export class PackedWords {
  private readonly history = new Uint32Array(historyWords);
  private count = 0;
  /** While it is told which words come once more: how far back they stand, 0 where that is still to come. */
  private distance: number | undefined;

  constructor(private readonly take: (word: number) => void) {}

  /** Words may be cut anywhere. */
  add(words: Uint32Array): void {
    for (const word of words) {
      if (word === again) this.distance = 0;
      else if (this.distance === undefined) this.hand(word);
      else if (this.distance === 0) this.distance = Math.max(word, 1);
      else this.repeat(this.distance, word);
    }
  }

  private repeat(distance: number, length: number): void {
    this.distance = undefined;
    if (distance > Math.min(this.count, historyWords)) return;
    for (let n = Math.min(length, historyWords); n > 0; n--) {
      this.hand(this.history[(this.count - distance) % historyWords] ?? 0);
    }
  }

  private hand(word: number): void {
    this.history[this.count++ % historyWords] = word;
    this.take(word);
  }
}
