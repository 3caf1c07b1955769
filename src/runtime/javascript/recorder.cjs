'use strict';
// What the probes call.
const { Raises } = require('./raises.cjs');
const { render, typeName } = require('./rendering.cjs');
const { LEAVE, seldom, wordWriter } = require('./words.cjs');

const LEFT_BY_EXCEPTION = 1;
const VALUES = 2; // + number of the record
const SUSPENDING = 4; // + number of the frame
const SUSPENDED = 5;
const DELEGATING = 7;
const RESUMED = 0x80000000; // with the number of the frame in it

/** How many occurrences of a probe keep their values. */
const KEPT = { sampled: 16, all: Infinity, none: 0 };

/** Probes whose switches share a number, as src/core/instrument/javascript/session.ts has it. */
const BITS = 30;

class Probe {
  constructor(kind, fn, names, on, place, siblings, notes) {
    this.kind = kind;
    this.fn = fn;
    this.names = names;
    this.on = on;
    this.number = Math.floor(place / BITS);
    this.bit = 1 << (place % BITS);
    this.siblings = siblings;
    this.notes = notes;
    /** How often it has handed over values. */
    this.seen = 0;
  }

  get isOn() {
    return (this.on[this.number] & this.bit) !== 0;
  }

  turn(on) {
    if (on) this.on[this.number] |= this.bit;
    else this.on[this.number] &= ~this.bit;
  }
}

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
    const { log, leave, put } = words;
    const last = Math.max(0, ...notes.probes.map(([, , , place]) => place));
    const on = new Int32Array(Math.floor(last / BITS) + 1).fill(this.kept > 0 ? -1 : 0);
    const byFunction = new Map();
    const probes = notes.probes.map(([kind, fn, names, place]) => {
      const siblings = byFunction.get(fn) ?? [];
      byFunction.set(fn, siblings);
      const probe = new Probe(kind, fn, names, on, place, siblings, notes);
      siblings.push(probe);
      this.probes.push(probe);
      return probe;
    });
    const resume = (frame) => put(RESUMED | frame);
    return {
      O: on,
      I: words.next,
      L: log,
      M: words.logLeaving,
      R: words.logRounds,
      E: words.logWhole,
      K: seldom(words.enterUnseen),
      F: seldom(words.logPending),
      Z: (value) => (leave(), value),
      V: seldom((number, pending, ...values) => {
        const probe = probes[number];
        try {
          this.keep(probe, pending, values);
        } catch {
          // Of a lack of stack, which is the program's own business.
        }
        return on[probe.number];
      }),
      T: seldom((probe, pending, result, ...values) => this.keep(probes[probe], pending, values, [result])),
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
      H: seldom((value, line, column) => {
        words.logPending();
        return raises.thrown(value, notes, line, column);
      }),
      X: seldom((probe, frame, values, hidden, ...thrownOn) => {
        raises.arrive();
        if (thrownOn.length > 0) raises.thrownOn = thrownOn;
        if (frame) resume(frame);
        words.logPending();
        raises.leaving(probes[probe], values);
        put(LEFT_BY_EXCEPTION);
        words.logLeaving(LEAVE, hidden);
        raises.left();
      }),
      Q: seldom((probe, frame, values, ...caught) => {
        raises.arrive();
        if (frame) resume(frame);
        words.logPending();
        raises.caught(probes[probe], values, caught);
      }),
    };
  }

  keep(probe, pending, values, result) {
    // The frame may have looked before others of its function turned it off.
    if (!probe.isOn) return;
    this.words.tell(pending);
    const record = { n: this.nextRecord++, kind: probe.kind, values: this.renderAll(probe.names, values) };
    if (result !== undefined) record.returned = [typeName(result[0]), render(result[0], this.budget)];
    this.words.put(VALUES, record.n);
    this.line.record(record);
    probe.seen++;
    if (probe.seen === 1) this.lookAgain(probe.siblings);
    if (probe.seen >= this.kept) probe.turn(false);
  }

  /** A block has run for the first time: what its function does around it is worth another look. */
  lookAgain(probes) {
    for (const probe of probes) {
      if (probe.kind !== 'raised' && probe.seen < 3 * this.kept) probe.turn(true);
    }
  }

  renderAll(names, values) {
    return names.map((name, i) => [name, typeName(values[i]), render(values[i], this.budget)]);
  }

  /** From now on probes do nothing. */
  stop() {
    this.kept = 0;
    this.words.stop();
    for (const { on } of this.probes) on.fill(0);
  }
}

module.exports = { Recorder };
