// Which words stand in a text: most patterns ask for names that most files do not hold.

/** Digits, letters of English and `_`; what a backslash escapes is a word of its own. */
const word = /\\.|\w+/g;

export class Words {
  private readonly all: ReadonlySet<string>;

  constructor(text: string) {
    this.all = new Set(text.match(word));
  }

  /** False where no part of the text that begins and ends with whole words can be this one. */
  mayHold(part: string): boolean {
    return part.match(word)?.every((each) => this.all.has(each)) ?? true;
  }
}
