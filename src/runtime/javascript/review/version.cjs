'use strict';
// One version of a file, loaded with the rest of the project as it is on disk, and what its functions do.
const path = require('node:path');
const { clearTimeout, setTimeout } = require('node:timers');
const { inspect } = require('node:util');
const vm = require('node:vm');
const { Modules } = require('../debugging/modules.cjs');
const { formOf, shown } = require('./forms.cjs');

const EVALUATE = Symbol.for('witness.evaluate');
const ACT = Symbol.for('witness.act');
const MOST_ITEMS = 500;
const LOADING_MS = 4000;
const LONGEST = 400;
const acting = new vm.Script('globalThis[Symbol.for("witness.act")]()');

/** Runs something for so long at most; what it does not end by itself is ended. */
function timed(act, limitMs) {
  globalThis[ACT] = act;
  return acting.runInThisContext({ timeout: Math.max(1, Math.ceil(limitMs)) });
}

class Version {
  constructor(evaluate, file, text) {
    this.evaluate = evaluate;
    this.file = file;
    this.lines = text.split('\n');
  }

  /** @throws where the file cannot be loaded in time */
  static async load({ file, roots, texts }, runnable, resolve) {
    globalThis[EVALUATE] = undefined;
    const modules = new Modules({
      roots: roots.map((root) => path.join(root, path.sep)),
      texts: new Map([...texts, [file, runnable]]),
      standIns: {},
      resolve,
    });
    await soon(modules.import(file), LOADING_MS);
    const evaluate = globalThis[EVALUATE];
    if (evaluate === undefined) throw new Error('it has no scope to evaluate in');
    return new Version(evaluate, file, runnable.text);
  }

  /** What a call does: {kind, form, did, left, printed}; see outcomes.py. */
  async outcome(call, limitMs) {
    let printed = '';
    const { write } = process.stdout;
    process.stdout.write = (text) => ((printed += String(text)), true);
    const { random } = Math;
    Math.random = seeded(1);
    try {
      return await this.ended(call, limitMs, () => printed);
    } finally {
      process.stdout.write = write;
      Math.random = random;
    }
  }

  async ended(call, limitMs, printed) {
    let made;
    try {
      made = timed(() => this.made(call), limitMs);
    } catch {
      return { kind: 'unmade', form: 'unmade', did: 'cannot be called' };
    }
    const { receiver, callee, given } = made;
    try {
      let result = timed(() => Reflect.apply(callee, receiver, given), limitMs);
      if (typeof result?.then === 'function') result = await soon(result, limitMs);
      if (isIterator(result)) result = timed(() => taken(result), limitMs);
      const left = [...given, ...(isInstance(receiver) ? [receiver] : [])];
      const form = ['returned', formOf(result), formOf(left), printed()];
      return {
        kind: 'returned',
        form,
        did: `returns ${text(result)}`,
        left: left.map(text).join(', '),
        printed: printed(),
      };
    } catch (error) {
      return this.failed(error);
    }
  }

  made({ receiver, name, arguments: texts }) {
    const on = receiver === undefined ? undefined : this.evaluate(`(${receiver})`);
    const callee = on === undefined ? this.evaluate(name) : on[name];
    if (typeof callee !== 'function') throw new Error('it is no function');
    return { receiver: on, callee, given: this.evaluate(`[${texts.join(', ')}]`) };
  }

  failed(error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return { kind: 'endless', form: 'endless', did: 'does not end' };
    const isError = typeof error?.stack === 'string';
    const name = isError ? String(error.name) : 'a value';
    const message = isError ? String(error.message) : text(error);
    const did = `throws ${name}: ${message}`.slice(0, LONGEST);
    if (!isError || this.isThrownHere(error)) return { kind: 'raised', form: ['raised', name], did };
    return { kind: 'failed', form: 'failed', did };
  }

  /** Whether a `throw` of the file's own text threw it. */
  isThrownHere(error) {
    const frame =
      String(error.stack)
        .split('\n')
        .find((line) => /^\s+at /.test(line)) ?? '';
    const at = /:(\d+):\d+\)?$/.exec(frame)?.[1];
    return frame.includes(this.file) && at !== undefined && /\bthrow\b/.test(this.lines[at - 1] ?? '');
  }
}

/** A promise's value, waited for so long. */
async function soon(promise, limitMs) {
  let timer;
  const late = new Promise((_, reject) => {
    const error = Object.assign(new Error('timeout'), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
    timer = setTimeout(reject, limitMs, error);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isIterator(value) {
  return typeof value?.next === 'function' && typeof value[Symbol.iterator] === 'function';
}

function taken(iterator) {
  const items = [];
  for (const item of iterator) {
    items.push(item);
    if (items.length === MOST_ITEMS) break;
  }
  return items;
}

function isInstance(receiver) {
  return receiver !== undefined && typeof receiver !== 'function';
}

function text(value) {
  const plain =
    typeof value === 'object' && value !== null
      ? shown(formOf(value))
      : inspect(value, { breakLength: Infinity });
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}

/** Numbers from 0 to 1, the same ones each time (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

module.exports = { Version, seeded };
