// The events of a recording, word by word; see docs/recording-format.md.
import type { CallStacks } from './callStacks';
import { PackedWords } from './packedWords';

/** Events below this are not codes of blocks; see src/runtime/python/witness_runtime/events.py. */
const firstCode = 16;
/** From here on, an event says that the generator whose number is added to it goes on. */
const firstGenerator = 0x80000000;
const event = {
  leave: 0,
  exceptionLeaves: 1,
  values: 2,
  raised: 3,
  entered: 4,
  suspended: 5,
  resumed: 6,
  delegating: 7,
  thread: 8,
  detached: 9,
  repeated: 10,
  told: 11,
  toldRounds: 12,
  calledUnseen: 13,
  leaves: 14,
} as const;

/** What becomes of the events; those that only move frames go to `calls`. */
export interface EventTaker {
  readonly code: (word: number) => void;
  /** The code that came last has come so many more times. */
  readonly repeat: (code: number, times: number) => void;
  /** What the running frame is going to say: so many rounds of the next code, and this one. */
  readonly told: (code: number, rounds: number) => void;
  readonly leave: () => void;
  readonly exceptionLeaves: () => void;
  readonly calledUnseen: () => void;
  readonly values: (record: number) => void;
  readonly raised: (record: number) => void;
  readonly calls: CallStacks;
}

export class EventStream {
  /** The event whose operand comes next. */
  private pending: number | undefined;
  private lastCode = 0;
  /** So many more times that code has come; they are handed over when it is known how many there are. */
  private repeating = 0;
  /** What was told last, handed over unless what follows says it, too. */
  private told = 0;
  private toldRounds = 0;
  private readonly packed = new PackedWords((word) => {
    this.word(word);
  });

  constructor(private readonly taker: EventTaker) {}

  /** Events may be cut anywhere, also between an event and its operand. */
  add(events: Uint32Array): void {
    this.packed.add(events);
  }

  /** No event follows, or none that says more of what came last. */
  finish(): void {
    const { repeating, told, toldRounds } = this;
    this.repeating = 0;
    this.told = 0;
    if (repeating > 0) this.taker.repeat(this.lastCode, repeating);
    if (told > 0) {
      this.toldRounds = 0;
      this.taker.told(told, toldRounds);
    }
  }

  private word(word: number): void {
    if (this.pending !== undefined) {
      const waiting = this.pending;
      this.pending = undefined;
      this.eventWithOperand(waiting, word);
      return;
    }
    if (this.told > 0 || this.repeating > 0) {
      if (this.goesOn(word)) return;
    }
    if (word >= firstGenerator) this.taker.calls.resume(word - firstGenerator);
    else if (word >= firstCode) {
      this.lastCode = word;
      this.taker.code(word);
    } else this.event(word);
  }

  /** Whether a word only says more of what came last; what it says once more is dropped, all else handed over. */
  private goesOn(word: number): boolean {
    if (this.repeating > 0 && word === this.lastCode) {
      this.repeating++;
      return true;
    }
    const saysTold = word === event.toldRounds || (this.toldRounds > 0 && word === this.told + 1);
    if (this.told > 0 && saysTold) {
      this.told = 0;
      this.toldRounds = 0;
    }
    if (word !== event.repeated) this.finish();
    return false;
  }

  private event(word: number): void {
    const { taker } = this;
    if (word === event.leave || word === event.leaves) taker.leave();
    else if (word === event.exceptionLeaves) taker.exceptionLeaves();
    else if (word === event.suspended) taker.calls.suspend();
    else if (word === event.delegating) taker.calls.delegate();
    else if (word === event.detached) taker.calls.detach();
    else if (word === event.calledUnseen) taker.calledUnseen();
    else this.pending = word;
  }

  private eventWithOperand(word: number, operand: number): void {
    const { taker } = this;
    if (word === event.values) taker.values(operand);
    else if (word === event.raised) taker.raised(operand);
    else if (word === event.entered) taker.calls.nameGenerator(operand);
    else if (word === event.resumed) taker.calls.resume(operand);
    else if (word === event.thread) taker.calls.switchThread(operand);
    else if (word === event.repeated) this.repeating += operand;
    else if (word === event.toldRounds) this.toldRounds = operand;
    else if (word === event.told) this.told = operand;
  }
}
