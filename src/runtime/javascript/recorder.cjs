'use strict';
// What the probes call. The order of events goes into memory that is shared with the line's thread, which carries it
// away while the program runs; probes of blocks write there themselves. A word is a code or one of the numbers below; a negative word -n says that the code
// before it came n more times. Zero is what has not been written yet.
const { render, typeName, messageOf } = require('./rendering.cjs');

const LEFT_BY_EXCEPTION = 1;
const VALUES = 2; // + number of the record
const RAISED = 3; // + number of the record
const SUSPENDING = 4; // + number of the frame
const SUSPENDED = 5;
const RESUMED = 6; // + number of the frame
const DELEGATING = 7;
const LEAVE = 10;

/** How many occurrences of a probe keep their values. */
const KEPT = { sampled: 16, all: Infinity, none: 0 };
const RAISES_WITH_LOCALS = 8;
/** No count goes much below this. */
const LOWEST_COUNT = -2e9;
/** Words that code without a call or a loop may write at most. */
const SLACK = 65536;

class Recorder {
  constructor(line, { steps, valueBudget }) {
    this.line = line;
    this.kept = KEPT[steps];
    this.budget = valueBudget;
    this.nextRecord = 1;
    this.nextFrame = 1;
    this.probes = [];
    this.raises = new Raises(this);
    this.modules = new Map();
    this.words = wordWriter(line);
  }

  /** The functions of ours for one module, by the letters under which its text knows them. */
  module(notes) {
    this.modules.set(notes.file, notes);
    const { words, raises } = this;
    const { log, logRound, leave, put } = words;
    const on = new Uint8Array(notes.probes.length).fill(this.kept > 0 ? 1 : 0);
    const byFunction = new Map();
    const probes = notes.probes.map(([kind, fn, names], index) => {
      const siblings = byFunction.get(fn) ?? [];
      byFunction.set(fn, siblings);
      const probe = { kind, fn, names, on, index, seen: 0, siblings, notes };
      siblings.push(probe);
      this.probes.push(probe);
      return probe;
    });
    const resume = (frame) => put(RESUMED, frame);
    return {
      O: on,
      W: words.words,
      I: words.next,
      L: log,
      C: logRound,
      N: (code) => (log(code), false),
      Z: (value) => (leave(), value),
      V: (probe, ...values) => this.keep(probes[probe], values),
      T: (probe, result, ...values) => this.keep(probes[probe], values, [result]),
      G: () => {
        const frame = this.nextFrame++;
        put(SUSPENDING, frame);
        return frame;
      },
      S: (frame, value) => (frame && (resume(frame), put(SUSPENDED)), value),
      D: (frame, value) => (frame && (resume(frame), put(DELEGATING)), value),
      U: (frame, value) => (frame && resume(frame), value),
      Y: (frame) => {
        if (frame) resume(frame);
        leave();
      },
      H: (value, line, column) => raises.thrown(value, notes, line, column),
      X: (probe, frame, values) => {
        raises.arrive();
        if (frame) resume(frame);
        raises.leaving(probes[probe], values);
        put(LEFT_BY_EXCEPTION);
        leave();
        raises.left();
      },
      Q: (probe, frame, values, ...caught) => {
        raises.arrive();
        if (frame) resume(frame);
        raises.caught(probes[probe], values, caught);
      },
    };
  }

  keep(probe, values, result) {
    const record = { n: this.nextRecord++, kind: probe.kind, values: this.renderAll(probe.names, values) };
    if (result !== undefined) record.returned = [typeName(result[0]), render(result[0], this.budget)];
    this.words.put(VALUES, record.n);
    this.line.record(record);
    probe.seen++;
    if (probe.seen === 1) this.lookAgain(probe.siblings);
    if (probe.seen >= this.kept) probe.on[probe.index] = 0;
  }

  /** A block has run for the first time: what its function does around it is worth another look. */
  lookAgain(probes) {
    for (const probe of probes) {
      if (probe.kind !== 'raised' && probe.seen < 3 * this.kept) probe.on[probe.index] = 1;
    }
  }

  renderAll(names, values) {
    return names.map((name, i) => [name, typeName(values[i]), render(values[i], this.budget)]);
  }

  /** From now on probes do nothing. */
  stop() {
    this.kept = 0;
    this.words.stop();
    for (const probe of this.probes) probe.on[probe.index] = 0;
  }
}

/** Exceptions on their way. What a frame is left by is known only when somebody catches it, or nobody does. */
class Raises {
  constructor(recorder) {
    this.recorder = recorder;
    /** What `throw` has thrown last, and where. */
    this.last = undefined;
    /** Records whose exception is not known yet. */
    this.open = [];
    /** Groups of such records that somebody else than recorded code has handled. */
    this.orphans = [];
    /** Records that wait for the places in their exception's stack, which is not read before the program ends. */
    this.waiting = [];
    this.mark = -1;
    this.arrivedAt = -1;
  }

  thrown(value, notes, line, column) {
    this.last = { value, notes, line, column };
    this.mark = this.recorder.words.count();
    return value;
  }

  /** A frame is about to be left by an exception, or has caught one. */
  arrive() {
    this.arrivedAt = this.recorder.words.count();
  }

  leaving(probe, values) {
    const { recorder } = this;
    const record = { n: recorder.nextRecord++, kind: 'raised' };
    if (values) {
      record.values = recorder.renderAll(probe.names, values);
      if (++probe.seen >= RAISES_WITH_LOCALS) probe.on[probe.index] = 0;
    }
    if (this.mark !== this.arrivedAt) {
      // Other things ran since: an exception that somebody else has handled.
      if (this.open.length > 0) this.orphans.push(this.open);
      else this.last = undefined;
      this.open = [];
      if (this.orphans.length > 200) this.orphans.shift();
    }
    if (this.last === undefined && this.open.length === 0) this.last = this.justRead(probe);
    this.open.push({
      record,
      notes: probe.notes,
      fn: probe.fn,
      last: this.open.length === 0 ? this.last : undefined,
    });
    recorder.words.put(RAISED, record.n);
  }

  /** An error whose stack was read right before: errors of assertions read theirs when they are made. */
  justRead({ notes, fn }) {
    const { read } = this;
    if (read === undefined || read.count !== this.arrivedAt) return undefined;
    const [first, end] = notes.functions[fn];
    const frame = read.frames.find(
      ({ file, line }) => file === notes.file && line > first && line <= end + 1,
    );
    return frame && { value: read.error, notes, line: frame.line, column: frame.column };
  }

  left() {
    this.mark = this.recorder.words.count();
    if (this.open.length > 1000) this.settle([], false);
  }

  caught(probe, values, caught) {
    this.leaving(probe, values);
    this.settle(caught, true);
    this.last = undefined;
  }

  /** The exception of the open records has become known: a list of it, or of nothing. */
  settle(exception, waits) {
    const [value] = exception;
    for (const item of this.open) {
      const known = exception.length > 0 ? exception : item.last === undefined ? [] : [item.last.value];
      if (known.length > 0) {
        item.record.type = typeName(known[0]);
        item.record.message = messageOf(known[0], this.recorder.budget);
      }
      item.value = known[0];
      if (item.last !== undefined && item.last.value !== known[0]) item.last = undefined;
    }
    const items = this.open;
    this.open = [];
    if (waits && this.waiting.length < 500 && typeof value === 'object' && value !== null)
      this.waiting.push({ value, items });
    else this.tell(items, []);
  }

  /** The stack of an error has been read, by a test runner for instance: it may be one that nobody else knew. */
  offer(error, frames) {
    this.read = { error, frames, count: this.recorder.words.count() };
    for (const group of [this.open, ...this.orphans]) {
      const [item] = group;
      if (item === undefined || item.value !== undefined) continue;
      const [first, end] = item.notes.functions[item.fn];
      const passes = ({ file, line }) => file === item.notes.file && line > first && line <= end + 1;
      if (!frames.some(passes)) continue;
      const { open } = this;
      this.open = group;
      this.settle([error], true);
      if (group !== open) this.open = open;
      this.orphans = this.orphans.filter((other) => other !== group);
      return;
    }
  }

  /** Sends what waits, with the places that `framesOf` reads off the exceptions. */
  finish(framesOf) {
    for (const group of [...this.orphans, this.open]) {
      this.open = group;
      this.settle([], false);
    }
    for (const { value, items } of this.waiting) this.tell(items, framesOf(value));
    this.waiting = [];
  }

  tell(items, frames) {
    let at = 0;
    items.forEach(({ record, notes, fn, last }, index) => {
      const [first, end] = notes.functions[fn];
      const found = frames.findIndex(
        ({ file, line }, i) => i >= at && file === notes.file && line > first && line <= end + 1,
      );
      const isHere = last !== undefined && last.notes === notes && last.line > first && last.line <= end + 1;
      if (found >= 0) at = found + 1;
      const line = isHere ? last.line : found >= 0 ? frames[found].line : undefined;
      if (line === undefined || record.type === undefined) return;
      record.line = line;
      record.origin = index === 0 && (isHere || found === 0);
      this.recorder.line.record(record);
    });
  }
}

function wordWriter(line) {
  const { words } = line;
  const limit = words.length - SLACK;
  /** Holds where the next word goes. The probes of blocks use it themselves. */
  const next = new Int32Array(1);
  let last = 0;
  let lastAt = -1;
  let before = 0;
  let stopped = false;
  function full() {
    lastAt = -1;
    before += next[0];
    if (stopped) words.fill(0);
    else line.drained();
    next[0] = 0;
  }
  return {
    words,
    next,
    log(code) {
      const at = next[0];
      words[at] = code;
      next[0] = at + 1;
      if (at > limit) full();
    },
    /** Of a loop: what comes again and again is counted. @returns the place behind the count, or -1. */
    logRound(code) {
      const at = next[0];
      const count = words[at - 1];
      // The probe that finds its count too low has counted already.
      if (at === lastAt && count < LOWEST_COUNT - 1) words[at - 1]++;
      if (at !== lastAt || code !== last || count <= LOWEST_COUNT) {
        words[at] = last = code;
        next[0] = lastAt = at + 1;
        if (at > limit) full();
        return -1;
      }
      if (count < 0) words[at - 1]--;
      else {
        words[at] = -1;
        next[0] = lastAt = at + 1;
      }
      return lastAt;
    },
    leave() {
      words[next[0]++] = LEAVE;
    },
    put(word, operand) {
      words[next[0]++] = word;
      if (operand !== undefined) words[next[0]++] = operand;
      if (next[0] > limit) full();
    },
    count: () => before + next[0],
    stop() {
      stopped = true;
    },
  };
}

module.exports = { Recorder };
