'use strict';
// What a woven program tells and asks: a record of what its blocks did, or states of another run in their place.
//
// Two runs are joined by the way to a frame: the block of the frame around it, which time that block ran, and which call of it.
const { isSame, NotAlignable, raisable, restored, State } = require('./states.cjs');

const MOST_STATES = 40_000;
const RESULT = '<returned>';

/** Values of the variables that can be read; `this` is one of them. */
function variables(accessors) {
  const found = {};
  for (const [name, [read]] of Object.entries(accessors)) {
    try {
      found[name] = read();
    } catch {
      // It has not been declared yet.
    }
  }
  return found;
}

class Frame {
  constructor(parent, path, key, accessors) {
    Object.assign(this, { parent, path, key, accessors, counts: new Map(), calls: 0, isGiven: false });
  }

  at(block) {
    return `${this.key}/${block}.${this.counts.get(block) ?? 0}`;
  }
}

/** What the blocks and calls of a run did. */
class Record {
  constructor() {
    Object.assign(this, {
      before: new Map(),
      outcomes: new Map(),
      calls: new Map(),
      order: [],
      isFull: false,
    });
  }

  add(table, key, make) {
    if (this.isFull || this.before.size + this.outcomes.size > MOST_STATES) {
      this.isFull = true;
      return;
    }
    try {
      table.set(key, make());
    } catch (error) {
      if (!(error instanceof NotAlignable)) throw error;
    }
  }
}

/** Records. `labels`: for each block of the program a number; blocks that answer to each other in two programs share it. */
class Tracker {
  constructor(labels) {
    Object.assign(this, { labels, record: new Record(), current: undefined, roots: 0, stack: [] });
  }

  call(path, isPlain, accessors, given) {
    const parent = this.current;
    const key = parent === undefined ? `test${this.roots++}` : `${parent.at(parent.block)}:${parent.calls++}`;
    const frame = new Frame(parent, path, key, accessors);
    this.stack.push(path);
    this.current = frame;
    this.called(frame, isPlain, given);
    return frame;
  }

  called(frame) {
    this.record.add(this.record.calls, frame.key, () => ({
      path: frame.path,
      before: new State(variables(frame.accessors)),
    }));
  }

  done(frame) {
    const at = this.stack.lastIndexOf(frame.path);
    if (at >= 0) this.stack.splice(at, 1);
    this.current = frame.parent;
  }

  enter(frame, number, accessors) {
    const label = this.labels[number];
    this.current = frame;
    frame.block = label;
    frame.calls = 0;
    frame.counts.set(label, (frame.counts.get(label) ?? 0) + 1);
    this.entered(frame, label, accessors);
  }

  entered(frame, label, accessors) {
    this.record.add(this.record.before, frame.at(label), () => new State(variables(accessors)));
  }

  takes() {
    return false;
  }

  init(frame, number, name, make) {
    return make();
  }

  /** @returns What the block gives. */
  left(frame, number, kind, value, accessors) {
    this.current = frame;
    frame.block = this.labels[number];
    this.ended(frame, kind, value, accessors);
    const call = this.record.calls.get(frame.key);
    if (kind !== 'return' || call === undefined) return value;
    try {
      call.after = new State({ ...variables(frame.accessors), [RESULT]: value });
    } catch (error) {
      if (!(error instanceof NotAlignable)) throw error;
    }
    return value;
  }

  /** @returns Whether the block goes on as if it had not raised. */
  raised(frame, number, problem, accessors) {
    this.current = frame;
    frame.block = this.labels[number];
    this.ended(frame, 'raise', problem, accessors);
    return false;
  }

  ended(frame, kind, value, accessors) {
    const key = frame.at(frame.block);
    if (!this.record.isFull) this.record.order.push([key, frame.block, frame.counts.get(frame.block)]);
    this.record.add(this.record.outcomes, key, () =>
      kind === 'raise'
        ? { kind, state: new State(variables(accessors)), problem: value }
        : { kind, state: new State({ ...variables(accessors), [RESULT]: value }) },
    );
  }

  /** A block that is one expression. */
  test(frame, number, kind, accessors, make) {
    this.enter(frame, number, accessors);
    if (this.takes(frame, number, kind, accessors)) return this.value(frame);
    let value;
    try {
      value = make();
    } catch (error) {
      if (!this.raised(frame, number, error, accessors, kind)) throw error;
    }
    return this.left(frame, number, kind, kind === 'next' ? undefined : value, accessors);
  }

  /** What a loop goes through; each item is a run of its header, and so is the end. */
  *items(frame, number, accessors, make) {
    this.enter(frame, number, accessors);
    if (this.takes(frame, number, 'item', accessors)) {
      yield* this.knownItems(frame, number, accessors);
      return;
    }
    let isFirst = true;
    for (const item of make()) {
      if (!isFirst) this.enter(frame, number, accessors);
      isFirst = false;
      yield this.left(frame, number, 'item', item, accessors);
    }
    if (!isFirst) this.enter(frame, number, accessors);
    this.left(frame, number, 'end', undefined, accessors);
  }

  *keys(value) {
    for (const key in value) yield key;
  }
}

/**
 * Runs a program with the states that another run had at one block.
 *
 * `label`: of the block. `side`: "entry" (what it starts from is right, and what it calls gives the right result) or "exit"
 * (what it does is right).
 */
class Forcing extends Tracker {
  /** @param more {expected, label, side, written: variables that the other program's block writes, kindOf: name -> class of this run, other: path -> function of the other program} */
  constructor(labels, more) {
    super(labels);
    Object.assign(this, more, { forced: 0, missing: 0, unknown: 0, isAway: false, hasStrayed: false });
  }

  called(frame, isPlain, given) {
    if (this.side !== 'entry' || frame.parent === undefined) return;
    if (this.isAway) this.unknown++;
    else if (frame.parent.block === this.label && !this.hasStrayed) this.give(frame, isPlain, given);
  }

  /** Takes the result from the other run where the call is the same one. Otherwise the other program's function gives it; not where that would be the block's own, whose calls of itself are what is tried. */
  give(frame, isPlain, given) {
    const known = this.expected.calls.get(frame.key);
    const here = variables(frame.accessors);
    if (isPlain && known?.path === frame.path && known.after !== undefined) {
      const values = this.attempt(() =>
        isSame(known.before, new State(here), Object.keys(here))
          ? restored(known.after, known.after.roots.keys(), here, this.kindOf)
          : undefined,
      );
      if (values !== undefined) {
        frame.isGiven = true;
        frame.result = () => values[RESULT];
        return;
      }
    }
    if (this.stack.filter((path) => path === frame.path).length > 1) return;
    const function_ = isPlain ? this.other(frame.path) : undefined;
    const values = given();
    if (typeof function_ !== 'function' || values === undefined) {
      this.unknown++;
      return;
    }
    frame.isGiven = true;
    frame.result = () => {
      this.isAway = true;
      try {
        return Reflect.apply(function_, here.this, values);
      } finally {
        this.isAway = false;
      }
    };
  }

  attempt(act) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof NotAlignable)) throw error;
      return undefined;
    }
  }

  given(frame) {
    try {
      return frame.result();
    } finally {
      this.done(frame);
    }
  }

  entered(frame, label, accessors) {
    frame.taken = undefined;
    if (label !== this.label || this.isAway || this.side === 'exit' || this.hasStrayed) return;
    const state = this.expected.before.get(frame.at(label));
    if (state === undefined) this.missing++;
    else this.put(state, [...state.roots.keys()], accessors);
  }

  /** Gives the variables their values; undefined where one cannot be made. */
  put(state, names, accessors) {
    const values = this.attempt(() => {
      const made = restored(state, names, variables(accessors), this.kindOf);
      for (const [name, value] of Object.entries(made)) this.assign(name, value, accessors);
      return made;
    });
    if (values === undefined) this.missing++;
    else this.forced++;
    return values;
  }

  assign(name, value, accessors) {
    const [read, write] = accessors[name] ?? [];
    if (read === undefined) return;
    let current;
    try {
      current = read();
    } catch {
      return;
    }
    if (Object.is(current, value)) return;
    try {
      write(value);
    } catch {
      throw new NotAlignable(`${name} cannot be set`);
    }
  }

  takes(frame, number, kind, accessors) {
    if (this.labels[number] !== this.label || this.side !== 'exit' || this.isAway) return false;
    const key = frame.at(this.label);
    const known = this.expected.outcomes.get(key);
    const isOfKind =
      known?.kind === kind || known?.kind === 'raise' || (kind === 'item' && known?.kind === 'end');
    if (!isOfKind) {
      this.missing++;
      return false;
    }
    if (kind === 'item') return true;
    const before = this.expected.before.get(key);
    const names = [...known.state.roots.keys()].filter(
      (name) => before === undefined || this.written.includes(name) || !isSame(before, known.state, [name]),
    );
    const values = this.put(known.state, names, accessors);
    if (values === undefined) return false;
    if (known.kind === 'raise') throw raisable(known.problem, this.kindOf);
    frame.taken = { block: this.label, values };
    return true;
  }

  value(frame) {
    return frame.taken.values[RESULT];
  }

  init(frame, number, name, make) {
    const { taken } = frame;
    return taken?.block === this.labels[number] && name in taken.values ? taken.values[name] : make();
  }

  /** Once the block has left otherwise than expected, what follows is its own doing: nothing is forced any more. */
  ended(frame, kind, value, accessors) {
    if (this.side !== 'entry' || frame.block !== this.label || this.isAway || this.hasStrayed) return;
    const key = frame.at(this.label);
    const known = this.expected.outcomes.get(key);
    if (known === undefined || !this.expected.before.has(key)) return;
    const isAsExpected = this.attempt(() => {
      if (known.kind !== kind) return false;
      if (kind === 'raise') return true;
      return isSame(
        known.state,
        new State({ ...variables(accessors), [RESULT]: value }),
        known.state.roots.keys(),
      );
    });
    if (isAsExpected === false) this.hasStrayed = true;
  }

  *knownItems(frame, number, accessors) {
    for (;;) {
      const known = this.expected.outcomes.get(frame.at(this.label));
      if (known?.kind === 'end') {
        this.forced++;
        return;
      }
      const values = known?.kind === 'item' ? this.put(known.state, [RESULT], accessors) : undefined;
      if (values === undefined) {
        if (known?.kind !== 'item') this.missing++;
        return;
      }
      yield values[RESULT];
      this.enter(frame, number, accessors);
    }
  }
}

module.exports = { Forcing, RESULT, Tracker, variables };
