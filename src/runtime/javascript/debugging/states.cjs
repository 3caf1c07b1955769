'use strict';
// Values of variables as plain descriptions: taken in one run of a program, compared with those of another, put into its place.
const { types } = require('node:util');

const MOST_NODES = 20_000;
const MOST_SHOWN = 8;
const LONGEST_TEXT = 60;

/** A value that cannot be described or made. */
class NotAlignable extends Error {}

/** Variables with all that they refer to; what two of them share is shared in the description. */
class State {
  /** @param values By name. @throws NotAlignable where it is too much. */
  constructor(values) {
    this.roots = new Map();
    this.nodes = [];
    this.texts = new Map();
    const numbers = new Map();
    const waiting = [];
    const number = (value) => {
      const key = isPlain(value) ? `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}` : value;
      if (!numbers.has(key)) {
        if (numbers.size >= MOST_NODES) throw new NotAlignable('the values are too large');
        numbers.set(key, this.nodes.length);
        this.nodes.push(undefined);
        waiting.push([value, numbers.get(key)]);
      }
      return numbers.get(key);
    };
    for (const name of Object.keys(values).sort()) this.roots.set(name, number(values[name]));
    for (let at = 0; at < waiting.length; at++) {
      const [value, place] = waiting[at];
      this.nodes[place] = described(value, number);
    }
  }

  /** A description of one variable that can be compared. */
  of(name) {
    if (!this.texts.has(name)) {
      const order = [this.roots.get(name)];
      const numbers = new Map([[order[0], 0]]);
      const told = [];
      for (const at of order) {
        const { kind, what, parts } = this.nodes[at];
        for (const part of parts) {
          if (numbers.has(part)) continue;
          numbers.set(part, order.length);
          order.push(part);
        }
        told.push([kind, what, parts.map((part) => numbers.get(part))]);
      }
      this.texts.set(name, JSON.stringify(told));
    }
    return this.texts.get(name);
  }

  /** A short literal. */
  text(name) {
    return shown(this.nodes, this.roots.get(name), 3);
  }
}

function isSame(state, other, names) {
  return [...names].every(
    (name) =>
      state.roots.has(name) === other.roots.has(name) &&
      (!state.roots.has(name) || state.of(name) === other.of(name)),
  );
}

/** Names that both have, with other values, and those that only `other` has. */
function differing(state, other) {
  return [...other.roots.keys()].filter(
    (name) => !state.roots.has(name) || state.of(name) !== other.of(name),
  );
}

function isPlain(value) {
  return (
    value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')
  );
}

/** {kind, what can be compared, numbers of parts, and the value itself where it stands for itself} */
function described(value, number) {
  if (isPlain(value)) {
    const text = typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value);
    return { kind: 'plain', what: [typeof value, text], parts: [], value };
  }
  if (typeof value === 'symbol') return { kind: 'named', what: String(value), parts: [], value };
  if (typeof value === 'function') return { kind: 'named', what: value.name, parts: [], value };
  if (value === globalThis) return { kind: 'named', what: 'globalThis', parts: [], value };
  const name = classOf(value);
  if (types.isProxy(value) || isClosed(value)) return { kind: 'opaque', what: name, parts: [] };
  if (Array.isArray(value)) return { kind: 'items', what: name, parts: Array.from(value, number) };
  if (types.isSet(value)) return { kind: 'set', what: name, parts: [...value].map(number) };
  if (types.isMap(value)) return { kind: 'map', what: name, parts: [...value].flat().map(number) };
  if (types.isDate(value)) return { kind: 'itself', what: [name, String(value.getTime())], parts: [], value };
  if (types.isRegExp(value))
    return { kind: 'itself', what: [name, String(value)], parts: [number(value.lastIndex)], value };
  if (ArrayBuffer.isView(value))
    return { kind: 'itself', what: [name, Array.from(value).join()], parts: [], value };
  const keys = Object.keys(value).filter((key) => 'value' in Object.getOwnPropertyDescriptor(value, key));
  const fields = types.isNativeError(value) ? ['message', ...keys] : keys;
  return {
    kind: 'object',
    what: [name, fields],
    parts: fields.map((key) => number(value[key])),
    maker: makerOf(value),
  };
}

function makerOf(value) {
  const kind = Object.getPrototypeOf(value);
  return kind === null ? undefined : Object.getOwnPropertyDescriptor(kind, 'constructor')?.value;
}

function classOf(value) {
  if (Object.getPrototypeOf(value) === null) return 'null';
  return makerOf(value)?.name ?? 'Object';
}

/** Whether it holds what cannot be seen. */
function isClosed(value) {
  if (
    types.isPromise(value) ||
    types.isGeneratorObject(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value)
  )
    return true;
  if (types.isMapIterator(value) || types.isSetIterator(value) || types.isAnyArrayBuffer(value)) return true;
  const maker = makerOf(value);
  return (
    typeof maker === 'function' && /^class\b[^]*#[A-Za-z_$]/.test(Function.prototype.toString.call(maker))
  );
}

/**
 * Values for the names of a state. Objects among `current`, values of the same variables here, are changed in place, so that
 * all who know them see it.
 * @param kindOf Name -> the class of that name as this run has it.
 * @throws NotAlignable
 */
function restored(state, names, current, kindOf) {
  const maker = new Maker(state.nodes, kindOf);
  const found = {};
  for (const name of names)
    if (state.roots.has(name)) found[name] = maker.make(state.roots.get(name), current[name]);
  return found;
}

class Maker {
  constructor(nodes, kindOf) {
    Object.assign(this, { nodes, kindOf, made: new Map(), used: new Set() });
  }

  make(at, here) {
    if (this.made.has(at)) return this.made.get(at);
    const node = this.nodes[at];
    const made = this[node.kind](node, here, at);
    this.made.set(at, made);
    return made;
  }

  plain({ value }) {
    return value;
  }

  named({ what, value }, here) {
    if (typeof here === 'function' && here.name === what) return here;
    return (typeof value === 'function' && this.kindOf(what)) || value;
  }

  opaque({ what }, here) {
    if (typeof here === 'object' && here !== null && classOf(here) === what) return here;
    throw new NotAlignable(`a value of type ${what} cannot be made`);
  }

  itself({ value }) {
    return value;
  }

  /** The object that is here, where it may stand for the described one; else a new one. */
  mine(here, kind, make, at) {
    const isMine =
      typeof here === 'object' &&
      here !== null &&
      classOf(here) === kind &&
      !this.used.has(here) &&
      !Object.isFrozen(here);
    if (isMine) this.used.add(here);
    const made = isMine ? here : make();
    this.made.set(at, made);
    return made;
  }

  items({ what, parts }, here, at) {
    const made = this.mine(here, what, () => (what === 'Array' ? [] : new (this.kind(what))()), at);
    const near = [...made];
    const items = parts.map((part, i) => this.make(part, near[i]));
    made.length = 0;
    for (const item of items) made[made.length] = item;
    return made;
  }

  set({ what, parts }, here, at) {
    const made = this.mine(here, what, () => new (this.kind(what))(), at);
    const items = parts.map((part) => this.make(part, undefined));
    made.clear();
    for (const item of items) made.add(item);
    return made;
  }

  map({ what, parts }, here, at) {
    const made = this.mine(here, what, () => new (this.kind(what))(), at);
    const known = new Map(made);
    const pairs = [];
    for (let i = 0; i < parts.length; i += 2) {
      const key = this.make(parts[i], undefined);
      pairs.push([key, this.make(parts[i + 1], known.get(key))]);
    }
    made.clear();
    for (const [key, value] of pairs) made.set(key, value);
    return made;
  }

  object({ what: [name, fields], parts }, here, at) {
    const make = () => Object.create(name === 'null' ? null : this.kind(name).prototype);
    const made = this.mine(here, name, make, at);
    for (const [i, field] of fields.entries()) {
      const inner = this.make(parts[i], Object.getOwnPropertyDescriptor(made, field)?.value);
      Object.defineProperty(made, field, {
        value: inner,
        writable: true,
        enumerable: field !== 'message',
        configurable: true,
      });
    }
    for (const field of Object.keys(made)) if (!fields.includes(field)) delete made[field];
    return made;
  }

  kind(name) {
    const found = this.kindOf(name);
    if (typeof found !== 'function') throw new NotAlignable(`the class ${name} is not known here`);
    return found;
  }
}

/** An exception like one of another run, of the class of that name as this run has it. */
function raisable(problem, kindOf) {
  if (typeof problem !== 'object' || problem === null) return problem;
  const kind = kindOf(classOf(problem));
  if (typeof kind !== 'function' || problem instanceof kind) return problem;
  return Object.defineProperties(Object.create(kind.prototype), Object.getOwnPropertyDescriptors(problem));
}

function shown(nodes, at, depth) {
  const { kind, what, parts } = nodes[at];
  if (kind === 'plain') {
    const text = what[0] === 'string' ? JSON.stringify(what[1]) : what[1];
    return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
  }
  if (depth === 0 || kind === 'named' || kind === 'opaque' || kind === 'itself') {
    return `<${typeof what === 'string' ? what : what[0]}>`;
  }
  const inner = parts.slice(0, MOST_SHOWN).map((part) => shown(nodes, part, depth - 1));
  const more = parts.length > MOST_SHOWN ? ', …' : '';
  if (kind === 'items') return `[${inner.join(', ')}${more}]`;
  if (kind === 'set') return `Set {${inner.join(', ')}${more}}`;
  if (kind === 'map') return `Map {${inner.join(', ')}${more}}`;
  const [name, fields] = what;
  const pairs = inner.map((text, i) => `${fields[i]}: ${text}`).join(', ');
  return `${name === 'Object' ? '' : `${name} `}{${pairs}${more}}`;
}

module.exports = { differing, isSame, NotAlignable, raisable, restored, State };
