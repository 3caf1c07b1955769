'use strict';
// Runs a batch of test262 tests, each in a realm of its own: node --experimental-vm-modules test262Runner.cjs BATCH OUT
// BATCH: {harness: {name: source}, tests: [{path, source, text, flags, includes, negative, strict}]}; `text` is what is run.
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const recorder = Symbol.for('witness.recorder');
const own = globalThis[recorder];
const limitMs = 4000;

async function main([batchFile, outFile]) {
  const { harness, tests } = JSON.parse(fs.readFileSync(batchFile, 'utf8'));
  process.on('unhandledRejection', () => undefined);
  for (const test of tests) {
    const outcome = await runTest(test, harness).catch((error) => `runner: ${error}`);
    fs.appendFileSync(outFile, `${JSON.stringify([test.key, outcome])}\n`);
  }
}

async function runTest(test, harness) {
  const printed = [];
  const context = realm(printed);
  const isRaw = test.flags.includes('raw');
  if (!isRaw) {
    const files = [
      'assert.js',
      'sta.js',
      ...(test.flags.includes('async') ? ['doneprintHandle.js'] : []),
      ...test.includes,
    ];
    for (const name of files) {
      if (harness[name] === undefined) return `no harness file ${name}`;
      vm.runInContext(harness[name], context, { filename: name });
    }
  }
  try {
    if (test.flags.includes('module')) await runModule(test, context);
    else runScript(test, context);
    if (test.flags.includes('async')) await finished(printed);
  } catch (error) {
    return nameOf(error);
  }
  return 'completed';
}

function runScript(test, context) {
  // As in programs: a text that does not compile as it is runs as it is.
  const plain = new vm.Script(test.source, { filename: test.path });
  const script = test.text === test.source ? plain : new vm.Script(test.text, { filename: test.path });
  script.runInContext(context, { timeout: limitMs });
}

async function runModule(test, context) {
  const modules = new Map();
  const make = (text, identifier) =>
    new vm.SourceTextModule(text, {
      context,
      identifier,
      importModuleDynamically: async (specifier, from) => {
        const found = link(specifier, from);
        if (found.status === 'unlinked') await found.link(link);
        await found.evaluate();
        return found;
      },
    });
  const link = (specifier, from) => {
    const name = path.posix.join(path.posix.dirname(from.identifier), specifier);
    const known = modules.get(name);
    if (known !== undefined) return known;
    throw new SyntaxError(`no module ${name}`);
  };
  const main = make(test.text, test.path);
  modules.set(test.path, main);
  await main.link(link);
  await main.evaluate({ timeout: limitMs });
}

function realm(printed) {
  const context = vm.createContext({});
  context.print = (text) => printed.push(String(text));
  context.$262 = {
    global: vm.runInContext('globalThis', context),
    createRealm: () => realm(printed).$262,
    evalScript: (text) => vm.runInContext(text, context),
    detachArrayBuffer: (buffer) => structuredClone(buffer, { transfer: [buffer] }),
    gc: () => undefined,
    IsHTMLDDA: undefined,
  };
  if (own !== undefined) {
    Object.defineProperty(context.$262.global, recorder, { value: own });
  }
  return context;
}

async function finished(printed) {
  const until = Date.now() + limitMs;
  while (!printed.some((line) => line.startsWith('Test262:'))) {
    if (Date.now() > until) throw Object.assign(new Error(), { name: 'Timeout' });
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const failure = printed.find((line) => line.startsWith('Test262:AsyncTestFailure'));
  if (failure !== undefined)
    throw Object.assign(new Error(), { name: failure.replace(/^.*?:.*?:/, '').slice(0, 60) });
}

function nameOf(error) {
  if (typeof error !== 'object' || error === null) return `thrown ${typeof error}`;
  try {
    return String(error.constructor?.name ?? error.name);
  } catch {
    return 'thrown object';
  }
}

void main(process.argv.slice(2));
