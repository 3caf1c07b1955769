'use strict';
// Values as bounded text, without running code of the program: no getter, no trap of a Proxy, no method that a program
// can define. The functions used are taken before the program can exchange them.
const { types } = require('node:util');

const { getOwnPropertyDescriptor, getPrototypeOf, getOwnPropertyNames } = Object;
const { apply } = Reflect;
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;
const mapNext = getPrototypeOf(new Map().entries()).next;
const setNext = getPrototypeOf(new Set().values()).next;
const mapSize = getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setSize = getOwnPropertyDescriptor(Set.prototype, 'size').get;
const dateTime = Date.prototype.getTime;
const toIso = Date.prototype.toISOString;
const typedPrototype = getPrototypeOf(Uint8Array.prototype);
const typedLength = getOwnPropertyDescriptor(typedPrototype, 'length').get;
const regExpSource = getOwnPropertyDescriptor(RegExp.prototype, 'source').get;
const regExpFlags = getOwnPropertyDescriptor(RegExp.prototype, 'flags').get;
const symbolText = Symbol.prototype.toString;
const bigintText = BigInt.prototype.toString;
const stringify = JSON.stringify;
const slice = String.prototype.slice;
const isArray = Array.isArray;
const unboxed = [Number, String, Boolean, Symbol, BigInt].map((kind) => kind.prototype.valueOf);
const functionText = Function.prototype.toString;

const MAX_DEPTH = 5;
const MAX_PROTOTYPES = 50;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

class Full extends Error {}

class Text {
  constructor(budget) {
    this.pieces = [];
    this.left = budget;
    this.open = new Set();
  }

  add(piece) {
    if (piece.length > this.left) {
      this.pieces.push(apply(slice, piece, [0, this.left]));
      this.left = 0;
      throw new Full();
    }
    this.pieces.push(piece);
    this.left -= piece.length;
  }
}

/** The name of a value's type: `number`, `string`, `Array`, the class of an object. */
function typeName(value) {
  if (value === null) return 'null';
  const kind = typeof value;
  if (kind !== 'object') return kind;
  if (types.isProxy(value)) return 'Proxy';
  return className(value) ?? 'Object';
}

/** The own name of the constructor that a prototype names; undefined where that cannot be read quietly. */
function className(value) {
  let prototype = getPrototypeOf(value);
  if (prototype === null) return '[Object: null prototype]';
  for (let depth = 0; prototype !== null && depth < MAX_PROTOTYPES; depth++) {
    if (types.isProxy(prototype)) return undefined;
    const constructor = dataOf(prototype, 'constructor');
    if (typeof constructor === 'function' && !types.isProxy(constructor)) {
      const name = dataOf(constructor, 'name');
      if (typeof name === 'string' && name !== '') return apply(slice, name, [0, 100]);
    }
    prototype = getPrototypeOf(prototype);
  }
  return undefined;
}

function dataOf(object, key) {
  const descriptor = getOwnPropertyDescriptor(object, key);
  return descriptor !== undefined && 'value' in descriptor ? descriptor.value : undefined;
}

/** A value's text of at most `budget` characters, and an ellipsis where it was cut. */
function render(value, budget = 200) {
  const text = new Text(budget);
  try {
    write(value, text, 0);
  } catch (problem) {
    text.pieces.push(problem instanceof Full ? '…' : '<unreadable>');
  }
  return text.pieces.join('');
}

function write(value, text, depth) {
  switch (typeof value) {
    case 'string':
      writeString(value, text);
      return;
    case 'number':
      text.add(Object.is(value, -0) ? '-0' : `${value}`);
      return;
    case 'bigint':
      text.add(`${apply(bigintText, value, [])}n`);
      return;
    case 'symbol':
      text.add(apply(symbolText, value, []));
      return;
    case 'function':
      writeFunction(value, text);
      return;
    case 'object':
      if (value === null) text.add('null');
      else writeObject(value, text, depth);
      return;
    default:
      text.add(`${value}`);
  }
}

function writeString(value, text) {
  const head = value.length > text.left ? apply(slice, value, [0, text.left + 1]) : value;
  const quoted = stringify(head);
  text.add(`'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`);
}

function writeFunction(value, text) {
  if (types.isProxy(value)) {
    text.add('Proxy {…}');
    return;
  }
  const name = dataOf(value, 'name');
  const isClass =
    dataOf(value, 'prototype') !== undefined && apply(functionText, value, []).startsWith('class');
  const label = typeof name === 'string' && name !== '' ? ` ${apply(slice, name, [0, 100])}` : '';
  text.add(`[${isClass ? 'class' : 'function'}${label}]`);
}

function writeObject(value, text, depth) {
  if (types.isProxy(value)) {
    text.add('Proxy {…}');
    return;
  }
  if (text.open.has(value)) {
    text.add('[circular]');
    return;
  }
  if (depth >= MAX_DEPTH) {
    text.add(isArray(value) ? '[…]' : '{…}');
    return;
  }
  text.open.add(value);
  writeKnown(value, text, depth);
  text.open.delete(value);
}

function writeKnown(value, text, depth) {
  if (isArray(value)) writeArray(value, text, depth);
  else if (types.isMap(value)) writeMap(value, text, depth);
  else if (types.isSet(value)) writeSet(value, text, depth);
  else if (types.isDate(value)) writeDate(value, text);
  else if (types.isRegExp(value))
    text.add(`/${quietly(() => apply(regExpSource, value, []))}/${flagsOf(value)}`);
  else if (types.isNativeError(value)) writeError(value, text);
  else if (types.isTypedArray(value)) writeTyped(value, text);
  else if (types.isAnyArrayBuffer(value)) text.add(`${className(value)} {…}`);
  else if (types.isPromise(value)) text.add('Promise {…}');
  else if (types.isGeneratorObject(value)) text.add('Generator {…}');
  else if (types.isModuleNamespaceObject(value)) text.add('[module]');
  else if (types.isBoxedPrimitive(value)) writeBoxed(value, text, depth);
  else writeFields(value, text, depth);
}

function quietly(read) {
  try {
    return read();
  } catch {
    return '…';
  }
}

/** The `flags` getter reads properties that a program may define; the internal slots are asked instead. */
function flagsOf(value) {
  if (getOwnPropertyNames(value).length > 1 || getPrototypeOf(value) !== RegExp.prototype) return '';
  return quietly(() => apply(regExpFlags, value, []));
}

function writeArray(value, text, depth) {
  const name = className(value);
  const length = dataOf(value, 'length');
  if (name !== 'Array' && name !== undefined) text.add(`${name}(${length}) `);
  text.add('[');
  let holes = 0;
  let written = 0;
  const separate = () => {
    if (written++ > 0) text.add(', ');
  };
  const flush = () => {
    if (holes === 0) return;
    separate();
    text.add(holes === 1 ? '<hole>' : `<${holes} holes>`);
    holes = 0;
  };
  for (let i = 0; i < length; i++) {
    const descriptor = getOwnPropertyDescriptor(value, i);
    if (descriptor === undefined) {
      if (++holes > 10_000) break;
      continue;
    }
    flush();
    separate();
    writeProperty(descriptor, text, depth);
  }
  flush();
  text.add(']');
}

function writeProperty(descriptor, text, depth) {
  if ('value' in descriptor) write(descriptor.value, text, depth + 1);
  else text.add(descriptor.get === undefined ? '[setter]' : '[getter]');
}

function writeMap(value, text, depth) {
  text.add(`${className(value) ?? 'Map'}(${apply(mapSize, value, [])}) {`);
  const iterator = apply(mapEntries, value, []);
  for (let step = apply(mapNext, iterator, []), i = 0; !step.done; step = apply(mapNext, iterator, []), i++) {
    if (i > 0) text.add(', ');
    write(step.value[0], text, depth + 1);
    text.add(' => ');
    write(step.value[1], text, depth + 1);
  }
  text.add('}');
}

function writeSet(value, text, depth) {
  text.add(`${className(value) ?? 'Set'}(${apply(setSize, value, [])}) {`);
  const iterator = apply(setValues, value, []);
  for (let step = apply(setNext, iterator, []), i = 0; !step.done; step = apply(setNext, iterator, []), i++) {
    if (i > 0) text.add(', ');
    write(step.value, text, depth + 1);
  }
  text.add('}');
}

function writeDate(value, text) {
  const time = apply(dateTime, value, []);
  text.add(Number.isNaN(time) ? 'Invalid Date' : `new Date('${apply(toIso, value, [])}')`);
}

function writeError(value, text) {
  const message = dataOf(value, 'message');
  text.add(`${className(value) ?? 'Error'}(`);
  if (typeof message === 'string') writeString(message, text);
  text.add(')');
}

function writeTyped(value, text) {
  const length = apply(typedLength, value, []);
  text.add(`${className(value) ?? 'TypedArray'}(${length}) [`);
  for (let i = 0; i < length; i++) {
    if (i > 0) text.add(', ');
    const item = value[i];
    text.add(typeof item === 'bigint' ? `${item}n` : `${item}`);
  }
  text.add(']');
}

function writeBoxed(value, text, depth) {
  for (const valueOf of unboxed) {
    try {
      const primitive = apply(valueOf, value, []);
      text.add(`[${className(value) ?? 'Object'}: `);
      write(primitive, text, depth + 1);
      text.add(']');
      return;
    } catch (problem) {
      if (problem instanceof Full) throw problem;
    }
  }
}

function writeFields(value, text, depth) {
  const name = className(value);
  text.add(name === 'Object' ? '{' : `${name ?? 'Object'} {`);
  let first = true;
  for (const key of getOwnPropertyNames(value)) {
    const descriptor = getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined || !descriptor.enumerable) continue;
    text.add(first ? ' ' : ', ');
    first = false;
    text.add(`${IDENTIFIER.test(key) ? key : stringify(apply(slice, key, [0, 200]))}: `);
    writeProperty(descriptor, text, depth);
  }
  text.add(first ? '}' : ' }');
}

/** What an exception says: its message where it has one that can be read quietly. */
function messageOf(value, budget) {
  if (typeof value === 'object' && value !== null && !types.isProxy(value)) {
    for (let holder = value, depth = 0; holder !== null && depth < 5; depth++) {
      if (types.isProxy(holder)) break;
      const message = dataOf(holder, 'message');
      if (typeof message === 'string')
        return message.length <= 4 * budget ? message : `${message.slice(0, 4 * budget)}…`;
      holder = getPrototypeOf(holder);
    }
  }
  return render(value, budget);
}

module.exports = { render, typeName, messageOf };
