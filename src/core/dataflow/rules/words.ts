// Where the words that patterns ask for stand in a text: most texts hold few of them.

/** Digits, letters of English and `_`; what a backslash escapes is a word of its own. */
const word = /\\.|\w+/g;
const backslash = 0x5c;

/** All that may be asked for. */
export class Vocabulary {
  /** The words of each part, by hash. */
  private readonly parts = new Map<string, readonly number[]>();
  private readonly hashes = new Set<number>();

  constructor(parts: Iterable<string>) {
    for (const part of parts) {
      const hashes = (part.match(word) ?? []).map((each) => hashOf(each, 0, each.length));
      this.parts.set(part, hashes);
      for (const hash of hashes) this.hashes.add(hash);
    }
  }

  wordsIn(text: string): Words {
    const places = new Map<number, number[]>();
    const note = (start: number, end: number): void => {
      const hash = hashOf(text, start, end);
      if (!this.hashes.has(hash)) return;
      const known = places.get(hash);
      if (known === undefined) places.set(hash, [start]);
      else known.push(start);
    };
    for (let at = 0; at < text.length;) {
      const end = text.charCodeAt(at) === backslash ? at + 2 : endOfWord(text, at);
      if (end > at) note(at, end);
      at = Math.max(end, at + 1);
    }
    return new Words(this.parts, places);
  }
}

/** Words of a vocabulary in one text. Two words of one hash are taken for each other. */
export class Words {
  constructor(
    private readonly parts: ReadonlyMap<string, readonly number[]>,
    private readonly places: ReadonlyMap<number, readonly number[]>,
  ) {}

  /** False where no stretch of the text that begins and ends with whole words can be this one. */
  mayHold(part: string): boolean {
    return this.parts.get(part)?.every((hash) => this.places.has(hash)) ?? true;
  }

  /** Where it may begin, but for what stands in it before its first word; undefined for anywhere. */
  placesOf(part: string): readonly number[] | undefined {
    const [first] = this.parts.get(part) ?? [];
    return first === undefined ? undefined : (this.places.get(first) ?? []);
  }
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (isInWord(text.charCodeAt(end))) end++;
  return end;
}

function isInWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}

function hashOf(text: string, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}
