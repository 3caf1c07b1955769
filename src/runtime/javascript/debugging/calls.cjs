'use strict';
// Which calls tests make of a program, as texts that make them again: where all arguments are literals or objects of the
// program made from such.
const MOST = 8;
const LONGEST = 300;
const DEEPEST = 4;

/** What the woven program tells of its calls: `begin` and `end` stand around the bodies of its functions. */
class CallRecorder {
  constructor() {
    this.depth = 0;
    this.found = new Set();
    /** How objects were made. */
    this.made = new WeakMap();
  }

  /**
   * @param path Of the function, dotted.
   * @param kind function, method, constructor or other.
   * @param given Its arguments; undefined where they are not known.
   */
  begin(path, kind, given, receiver) {
    const isOutside = this.depth++ === 0;
    const text = given === undefined ? undefined : this.called(path, kind, given, receiver);
    if (kind === 'constructor') {
      if (text !== undefined) this.pending = text;
    } else if (isOutside && text !== undefined && text.length <= LONGEST && this.found.size < MOST) {
      this.found.add(text);
    }
    return text;
  }

  /** @param text What `begin` gave. @param made The new object of a constructor. */
  end(text, made) {
    this.depth--;
    if (text !== undefined && typeof made === 'object' && made !== null && !this.made.has(made))
      this.made.set(made, text);
  }

  texts() {
    return [...this.found];
  }

  called(path, kind, given, receiver) {
    const texts = given.map((value) => this.text(value, 0));
    if (texts.includes(undefined)) return undefined;
    const list = texts.join(', ');
    if (kind === 'function') return `${path}(${list})`;
    const [owner, name] = path.split('.');
    if (kind === 'constructor') return `new ${owner}(${list})`;
    if (kind !== 'method') return undefined;
    if (typeof receiver === 'function' && receiver.name === owner) return `${owner}.${name}(${list})`;
    const object = typeof receiver === 'object' && receiver !== null ? this.made.get(receiver) : undefined;
    return object === undefined ? undefined : `${object}.${name}(${list})`;
  }

  text(value, depth) {
    switch (typeof value) {
      case 'number':
        return Object.is(value, -0) ? '-0' : String(value);
      case 'string':
        return JSON.stringify(value);
      case 'bigint':
        return `${value}n`;
      case 'boolean':
      case 'undefined':
        return String(value);
      case 'object':
        return value === null ? 'null' : this.object(value, depth);
      default:
        return undefined;
    }
  }

  object(value, depth) {
    const made = this.made.get(value);
    if (made !== undefined) return made;
    if (depth === DEEPEST) return undefined;
    const kind = Object.getPrototypeOf(value);
    const all = (items) => {
      const texts = [...items].map((item) => this.text(item, depth + 1));
      return texts.includes(undefined) || texts.length > LONGEST ? undefined : texts.join(', ');
    };
    if (kind === Array.prototype) return bracketed('[', all(value), ']');
    if (kind === Set.prototype) return bracketed('new Set([', all(value), '])');
    if (kind === Map.prototype) return bracketed('new Map([', all(value), '])');
    if (kind !== Object.prototype && kind !== null) return undefined;
    const texts = Object.keys(value).map((key) => {
      const { value: inner } = Object.getOwnPropertyDescriptor(value, key);
      const text = this.text(inner, depth + 1);
      return text === undefined
        ? undefined
        : `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${text}`;
    });
    if (texts.includes(undefined)) return undefined;
    return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
  }
}

function bracketed(opening, inner, closing) {
  return inner === undefined ? undefined : opening + inner + closing;
}

module.exports = { CallRecorder };
