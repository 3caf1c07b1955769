'use strict';
// The thread of a realm: loads a program with its tests, and runs these.
const assert = require('node:assert');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { inspect } = require('node:util');
const { parentPort, workerData } = require('node:worker_threads');
const { CallRecorder } = require('./calls.cjs');
const { Modules } = require('./modules.cjs');
const { Registry } = require('./registry.cjs');
const { standInsOf } = require('./standIns.cjs');
const { statedRun } = require('./stating.cjs');
const { stepsOf } = require('./stepping.cjs');
const { Trial } = require('./trial.cjs');

const EVALUATE = Symbol.for('witness.evaluate');
const LONGEST_MESSAGE = 300;
const LONGEST_ANSWER = 3000;
const { file, roots, cwd, counts } = workerData;
const texts = new Map(workerData.texts);
const withEnd = roots.map((root) => path.join(root, path.sep));
let resolve;
/** What is loaded. */
let loaded;

Error.stackTraceLimit = 100;
process.cwd = () => cwd;
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', (error) => loaded?.registry.reject(error));

/** Loads the program, and the files of the tests or the program alone. */
async function load({ source, tests, records, tracker }) {
  const registry = new Registry();
  const calls = records ? new CallRecorder() : undefined;
  define('$witness', tracker ?? calls ?? counts);
  globalThis[EVALUATE] = undefined;
  const modules = new Modules({
    roots: withEnd,
    texts: source === undefined ? texts : new Map([...texts, [file, source]]),
    ...(await standInsOf(registry, testFiles(tests)[0] ?? file)),
    resolve,
  });
  loaded = { registry, modules, calls };
  for (const name of testFiles(tests)) {
    registry.enter(name);
    await modules.import(name);
    await registry.ready();
  }
  if (tests.some((test) => !isId(test))) loaded.names = await modules.import(file);
  return {};
}

function testFiles(tests) {
  return [...new Set(tests.filter(isId).map((test) => path.resolve(cwd, test.slice(0, test.indexOf('::')))))];
}

function isId(test) {
  return /^[^\n'"`(]*::/.test(test);
}

/** What a program that was loaded binds to a dotted path, as a function; of its methods, those of the class. */
function named() {
  const evaluate = globalThis[EVALUATE];
  return (path) => {
    try {
      const [first, ...rest] = path.split('.');
      const found = evaluate?.(first, checking) ?? globalThis[first];
      return rest.reduce((owner, name) => owner?.prototype?.[name] ?? owner?.[name], found);
    } catch {
      return globalThis[path];
    }
  };
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, enumerable: false, writable: true });
}

async function run(test) {
  if (!isId(test)) {
    await globalThis[EVALUATE](test, checking);
    return;
  }
  const at = test.indexOf('::');
  await loaded.registry.run(path.resolve(cwd, test.slice(0, at)), test.slice(at + 2));
}

/** `assert`, with an equality that waits for what is promised. */
const checking = Object.assign((...given) => assert(...given), assert, {
  deepStrictEqual: (actual, expected, ...more) =>
    typeof actual?.then === 'function'
      ? actual.then((value) => assert.deepStrictEqual(value, expected, ...more))
      : assert.deepStrictEqual(actual, expected, ...more),
});

function failure(error) {
  const isError = error instanceof Error || (typeof error === 'object' && typeof error?.stack === 'string');
  const type = isError ? String(error.name ?? 'Error') : 'thrown';
  const message = (isError ? String(error.message) : text(error)).slice(0, LONGEST_MESSAGE);
  const line = isError ? lineOf(String(error.stack)) : undefined;
  return { status: 'failed', type, message, line };
}

/** 1-based; of the innermost frame that is in the program. */
function lineOf(stack) {
  for (const name of [pathToFileURL(file).href, file]) {
    const at = stack.indexOf(`${name}:`);
    const line = at < 0 ? NaN : Number.parseInt(stack.slice(at + name.length + 1));
    if (line > 0) return line;
  }
  return undefined;
}

function text(value) {
  return inspect(value, {
    depth: 8,
    breakLength: Infinity,
    maxArrayLength: 1000,
    maxStringLength: LONGEST_ANSWER,
  }).slice(0, LONGEST_ANSWER);
}

async function answerOf(expression) {
  try {
    let value = await globalThis[EVALUATE](`(${expression})`, checking);
    if (Object.prototype.toString.call(value) === '[object Generator]') value = [...value];
    return `= ${text(value)}`;
  } catch (error) {
    return `! ${failure(error).type}`;
  }
}

const handlers = {
  async start() {
    ({ default: resolve } = await import('./resolving.mjs'));
    return {};
  },
  load,
  async test({ test }) {
    await run(test);
    return { status: 'passed' };
  },
  async collect(message) {
    await load({ ...message, tests: [`${message.test}::`] });
    const ids = loaded.registry
      .ids(path.resolve(cwd, message.test))
      .map((title) => `${message.test}::${title}`);
    const { modules, required } = loaded.modules;
    const files = [...modules.keys(), ...required.keys()].filter((name) => loaded.modules.owns(name));
    return { ids, files: [...new Set(files)].filter((name) => name !== path.resolve(cwd, message.test)) };
  },
  async evaluate({ text: expression }) {
    return { answer: await answerOf(expression) };
  },
  calls: () => Promise.resolve({ calls: loaded.calls?.texts() ?? [] }),
  /** A block on trial: see trial.cjs. */
  trial: (message) => new Trial(message, { load, run, failure, named }).run(),
  /** With what somebody says of a block: see stating.cjs. */
  stated: (message) => statedRun(message, { load, run, failure, named }),
  /** Block by block: see stepping.cjs. */
  steps: (message, tellEarly) => stepsOf(message, { load, run }, tellEarly),
};

parentPort.on('message', async ({ id, kind, ...message }) => {
  let answer;
  try {
    answer = await handlers[kind](message, (early) => parentPort.postMessage({ id, ...early }));
  } catch (error) {
    answer = { ...failure(error), needs: [...(loaded?.modules.needs ?? [])] };
  }
  parentPort.postMessage({ id, ...answer });
});
