'use strict';
// The order of events goes into memory that is shared with the line's thread, which carries it away while the program
// runs. The memory has two halves, so that the program writes into one while the thread empties the other. A word is a
// code or one of the events below.
//
// A frame logs the way that it went when it gets to a place where other code may run. What it has not logged yet stands
// as a code in `pending`, and rounds of a loop before that, whose code is the next one, in `rounds`. Whoever writes
// something that belongs behind it tells it before; the frame itself says it once more.

const REPEATED = 10; // + how many more times the code before has come
const TOLD = 11; // + code
const TOLD_ROUNDS = 12; // + how many
const CALLED_UNSEEN = 13;
const LEAVE = 14;

/** Up to so many rounds of a loop have a code, as countedRounds.ts has it. */
const FEW_ROUNDS = 8;

const { HALF } = require('./packing.cjs');

/** In the memory beside the words, whose first place holds where the next word goes. */
const PENDING = 1;
const ROUNDS = 2;
/** Words that one probe may write at most, generously. */
const SLACK = 1024;
const LIMIT = HALF - SLACK;
/** What of a place is left within its half. */
const WITHIN = HALF - 1;

function wordWriter(line) {
  const { words, next } = line;
  /** Rounds that were pending where code ran of which the text shows nothing. */
  const hiddenRounds = [];
  let before = 0;
  let stopped = false;
  const full = seldom(() => {
    const at = next[0];
    before += at & WITHIN;
    if (stopped) next[0] = at & HALF;
    else next[0] = line.otherHalf(at);
  });
  function put(word, operand) {
    words[next[0]++] = word;
    if (operand !== undefined) words[next[0]++] = operand;
    if ((next[0] & WITHIN) > LIMIT) full();
  }
  /** @param pending A code; 0 where there is none. */
  function tell(pending) {
    if (pending === 0) return;
    if (next[ROUNDS] > 0) put(TOLD_ROUNDS, next[ROUNDS]);
    put(TOLD, pending);
  }
  function log(code) {
    const at = next[0];
    words[at] = code;
    next[0] = at + 1;
    next[PENDING] = 0;
    if ((at & WITHIN) > LIMIT) full();
    return 0;
  }
  /** The rounds of a loop, which has ended or goes on. @param code Of one; those of a few follow. */
  function logRounds(code, count) {
    // First, for our thread looks at them where it finds no word.
    next[ROUNDS] = 0;
    next[PENDING] = 0;
    if (count > FEW_ROUNDS) logRepeated(code, count);
    else if (count > 0) {
      const at = next[0];
      words[at] = code + count - 1;
      next[0] = at + 1;
      if ((at & WITHIN) > LIMIT) full();
    }
    return 0;
  }
  function logRepeated(code, count) {
    const at = next[0];
    words[at] = code;
    words[at + 1] = REPEATED;
    words[at + 2] = count - 1;
    next[0] = at + 3;
    if ((at & WITHIN) > LIMIT) full();
  }
  /** The frame ends. @param hidden What was pending when it was entered. */
  function logLeaving(code, hidden) {
    const at = next[0];
    words[at] = code;
    next[0] = at + 1;
    next[PENDING] = hidden;
    if (hidden !== 0) next[ROUNDS] = hiddenRounds.pop() ?? 0;
    if ((at & WITHIN) > LIMIT) full();
  }
  /** A frame is entered by code of which the text shows nothing. */
  function enterUnseen() {
    tell(next[PENDING]);
    put(CALLED_UNSEEN);
    hiddenRounds.push(next[ROUNDS]);
    next[PENDING] = 0;
    next[ROUNDS] = 0;
  }
  return {
    words,
    next,
    log,
    logRounds,
    logLeaving,
    enterUnseen,
    tell,
    put,
    /** A frame that is entered and left at once. */
    logWhole(code) {
      const hidden = next[PENDING];
      if (hidden !== 0) enterUnseen();
      logLeaving(code, hidden);
    },
    /** What is pending, from wherever control came here. */
    logPending() {
      const pending = next[PENDING];
      if (pending === 0) return;
      const rounds = next[ROUNDS];
      next[ROUNDS] = 0;
      if (rounds > 0) logRepeated(pending + 1, rounds);
      log(pending);
    },
    leave() {
      words[next[0]++] = LEAVE;
    },
    /** Two of them are the same if nothing has been recorded in between. */
    place: () => `${before + (next[0] & WITHIN)} ${next[PENDING]} ${next[ROUNDS]}`,
    stop() {
      stopped = true;
    },
  };
}

/** A function that engines do not write into the code that calls it, which they do with little else then. */
function seldom(called) {
  return new Proxy(called, {});
}

module.exports = { wordWriter, seldom, LEAVE };
