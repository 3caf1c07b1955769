'use strict';
// Exceptions on their way. What a frame is left by is known only when somebody catches it, or nobody does.
const { messageOf, typeName } = require('./rendering.cjs');

const RAISED = 3; // + number of the record
const RAISES_WITH_LOCALS = 8;

class Raises {
  constructor(recorder) {
    this.recorder = recorder;
    /** What `throw` has thrown last, and where. */
    this.last = undefined;
    /** What a guard of ours has thrown on last, in a list. */
    this.thrownOn = [];
    /** Records whose exception is not known yet. */
    this.open = [];
    /** Groups of such records that somebody else than recorded code has handled. */
    this.orphans = [];
    /** Records that wait for the places in their exception's stack, which is not read before the program ends. */
    this.waiting = [];
    this.mark = '';
    this.arrivedAt = '';
  }

  thrown(value, notes, line, column) {
    this.last = { value, notes, line, column };
    this.mark = this.recorder.words.place();
    return value;
  }

  /** A frame is about to be left by an exception, or has caught one. */
  arrive() {
    this.arrivedAt = this.recorder.words.place();
  }

  leaving(probe, values) {
    const { recorder } = this;
    const record = { n: recorder.nextRecord++, kind: 'raised' };
    if (values) {
      record.values = recorder.renderAll(probe.names, values);
      if (++probe.seen >= RAISES_WITH_LOCALS) probe.turn(false);
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
    if (read === undefined || read.place !== this.arrivedAt) return undefined;
    const [first, end] = notes.functions[fn];
    const frame = read.frames.find(
      ({ file, line }) => file === notes.file && line > first && line <= end + 1,
    );
    return frame && { value: read.error, notes, line: frame.line, column: frame.column };
  }

  left() {
    this.mark = this.recorder.words.place();
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
    this.read = { error, frames, place: this.recorder.words.place() };
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

module.exports = { Raises };
