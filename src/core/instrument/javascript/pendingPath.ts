// What a frame has run since its last event. A variable of the function numbers the ways that may have led to a place
// (Ball and Larus, Efficient path profiling, 1996), so that one event says a whole way, and a branch costs one addition.
// What is pending also stands, as a code, in memory that the recorder can see: should code run of which the text shows
// nothing, a getter for instance, the recorder tells it first, and the event that follows says it once more.
import type { CodeMeaning } from '../../trace/model';
import type { CodeTable } from './codes';

/** One way to a place: a frame that is entered, blocks that run. */
type Way = Pick<CodeMeaning, 'enter' | 'blocks' | 'opens'>;

/** The ways to a place, numbered from 0; none where control does not get there. */
export type Ways = readonly Way[];

const nothing: Ways = [{ blocks: [] }];
const maximalWays = 12;
const maximalBlocks = 40;

export class PendingPath {
  /** The function needs the variable that numbers ways, the one that counts rounds. */
  usesNumber = false;
  usesRounds = false;
  private current: Ways = nothing;
  private round: readonly number[] | undefined;
  /** A statement that was due before a loop and lets the recorder see what is pending anywhere in its body. */
  stored: string | undefined;

  constructor(
    private readonly codes: CodeTable,
    private readonly prefix: string,
  ) {}

  get ways(): Ways {
    return this.current;
  }

  get isReached(): boolean {
    return this.current.length > 0;
  }

  /** Everything has been logged. */
  get isEmpty(): boolean {
    return this.current.every(isNothing);
  }

  /** There is so much that it had better be logged. */
  get isLarge(): boolean {
    return (
      this.current.length > maximalWays || this.current.some(({ blocks }) => blocks.length > maximalBlocks)
    );
  }

  /** Goes on from a place where these ways lead. */
  resume(ways: Ways): void {
    this.current = ways;
  }

  /** Goes on from a place where everything has been logged and the number is 0. */
  reset(): void {
    this.current = nothing;
  }

  /** Control does not get further. */
  stop(): void {
    this.current = [];
  }

  enter(functionIndex: number): void {
    this.current = [{ enter: functionIndex, blocks: [] }];
  }

  add(block: number, opens = false): void {
    this.current = this.current.map(({ enter, blocks }) => ({
      blocks: [...blocks, block],
      ...(enter !== undefined && { enter }),
      ...(opens && { opens }),
    }));
  }

  addAll(blocks: readonly number[]): void {
    for (const block of blocks) this.add(block);
  }

  /** Goes on where these blocks may have run since everything was logged: the number is 1 if they have. */
  mayFollow(blocks: readonly number[]): void {
    this.current = [...nothing, { blocks }];
    this.usesNumber = true;
  }

  /** A statement due where everything has been logged and they have. */
  follow(): string {
    return `${this.prefix}p=1;`;
  }

  /** While the body of a loop whose rounds are counted is walked: the blocks of a whole round. */
  countRounds(round: readonly number[] | undefined): void {
    this.round = round;
  }

  /** An expression for the code that says what is pending; of a round, the next code says a whole one. */
  code(): string {
    if (this.isEmpty || !this.isReached) return '0';
    if (this.round !== undefined) return String(this.codes.row([...this.current, { blocks: this.round }]));
    return this.numbered(this.codes.row(this.current));
  }

  /** An expression for the code that says what is pending, and that the frame is left. */
  leavingCode(): string {
    if (this.isEmpty || !this.isReached) return String(leaveWord);
    return this.numbered(this.codes.row(this.current.map((way) => ({ ...way, leave: true }))));
  }

  /** Of a loop whose head runs nothing else: what is pending in the body can be stored before it. */
  storeAhead(blocks: readonly number[]): void {
    const before = this.current;
    this.addAll(blocks);
    this.stored = this.store();
    this.current = before;
  }

  /** A statement that lets the recorder see what is pending. */
  store(): string {
    return this.isReached && this.stored === undefined ? `${this.prefix}I[1]=${this.code()};` : '';
  }

  /** An expression that logs what is pending; empty where nothing is. */
  flushed(): string {
    if (this.isEmpty || !this.isReached) {
      const text = this.current.length > 1 ? `${this.prefix}p=0` : '';
      if (this.isReached) this.reset();
      return text;
    }
    const [first, ...others] = this.current;
    const number = `${this.prefix}p`;
    const log = `${this.prefix}L(${this.code()})`;
    this.reset();
    if (others.length === 0) return log;
    // Where the first way is that nothing has run, the recorder sees nothing either.
    return isNothing(first) ? `${number}&&(${number}=${log})` : `${number}=${log}`;
  }

  /** As a statement. */
  flush(): string {
    const text = this.flushed();
    return text === '' ? '' : `${text};`;
  }

  /**
   * Goes on where two ways meet: that which has just been walked, and another.
   * @returns a statement due at the end of what has just been walked.
   */
  join(other: Ways): string {
    const walked = this.current;
    if (walked.length === 0 || other.length === 0) {
      this.current = walked.length === 0 ? other : walked;
      return '';
    }
    if (walked.length === 1 && JSON.stringify(walked) === JSON.stringify(other)) return '';
    this.current = [...other, ...walked];
    this.usesNumber = true;
    return `${this.prefix}p+=${other.length};`;
  }

  private numbered(first: number): string {
    return this.current.length > 1 ? `${first}+${this.prefix}p` : String(first);
  }
}

function isNothing(way: Way | undefined): boolean {
  return way?.enter === undefined && way?.blocks.length === 0;
}

/** In the recorder's memory, see src/runtime/javascript/recorder.cjs. */
const leaveWord = 14;
