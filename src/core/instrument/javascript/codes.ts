import type { CodeMeaning } from '../../trace/model';

/** Gives out the event codes of one module and remembers what they mean. */
export class CodeTable {
  readonly meanings: CodeMeaning[] = [];
  private readonly known = new Map<string, number>();

  constructor(readonly first: number) {}

  /** The code for: enter the frame of a function, then run blocks, then leave it. */
  code(meaning: CodeMeaning): number {
    return this.row([meaning]);
  }

  /** Codes in a row, of which programs compute one from the other. @returns the first of them. */
  row(meanings: readonly CodeMeaning[]): number {
    const key = JSON.stringify(
      meanings.map(({ blocks, enter, opens, leave }) => [blocks, enter, opens, leave]),
    );
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const code = this.first + this.meanings.length;
    this.meanings.push(...meanings);
    this.known.set(key, code);
    return code;
  }
}
