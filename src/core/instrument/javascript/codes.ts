import type { CodeMeaning } from '../../trace/model';

/** Gives out the event codes of one module and remembers what they mean. */
export class CodeTable {
  readonly meanings: CodeMeaning[] = [];
  private readonly known = new Map<string, number>();

  constructor(readonly first: number) {}

  /** The code for: enter the frame of a function, then run blocks. `opens`: the last block is a loop header about to
   * make its first test; its next event is the same step. */
  code(meaning: CodeMeaning): number {
    const key = JSON.stringify([meaning.blocks, meaning.enter, meaning.opens]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const code = this.add(meaning);
    this.known.set(key, code);
    return code;
  }

  /** Codes in a row, of which programs compute one from the other. @returns the first of them. */
  row(meanings: readonly CodeMeaning[]): number {
    const codes = meanings.map((meaning) => this.add(meaning));
    return codes[0] ?? this.first;
  }

  private add(meaning: CodeMeaning): number {
    this.meanings.push(meaning);
    return this.first + this.meanings.length - 1;
  }
}
