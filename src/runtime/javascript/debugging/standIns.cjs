'use strict';
// What stands in for test runners: their words for suites, tests and hooks register them, and what they offer to tests
// comes from the project's own packages.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { each } = require('./registry.cjs');

/**
 * `standIns`: what stands in for each package that a test may import; made when it is asked for. Mocha's and Jest's words are global.
 * `givesFolders`: whether the runner gives modules `__dirname` and `__filename`, which Node has in CommonJS only.
 */
async function standInsOf(registry, file) {
  const projects = createRequire(path.join(path.dirname(file), 'x.js'));
  const plain = words(registry, () => ({ wants: 0, context: mochaContext }), {
    before: 'before',
    after: 'after',
  });
  const common = words(registry, () => ({ wants: 0, context: () => undefined }), {
    before: 'beforeAll',
    after: 'afterAll',
  });
  const jest = lazily(() => ({ ...common, ...jestTools(projects) }));
  // The two keep what they know under the same name: only one of them may be loaded.
  const isOfVitest = usesVitest(file, projects);
  const vitestFound = isOfVitest ? await vitestTools(projects) : () => ({});
  const vitest = lazily(() => ({ ...common, ...vitestFound() }));
  const names = {
    ...plain,
    ...common,
    context: plain.describe,
    specify: plain.it,
    suite: plain.describe,
    setup: plain.beforeEach,
    teardown: plain.afterEach,
  };
  for (const [name, value] of Object.entries(names)) globalThis[name] = value;
  for (const name of ['expect', 'jest', 'vi', 'vitest']) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => (isOfVitest ? vitest() : jest())[name],
      set(value) {
        Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
      },
    });
  }
  const nodeTest = lazily(() => nodeTestOf(registry));
  const standIns = { 'node:test': nodeTest, mocha: () => names, '@jest/globals': jest, vitest };
  return { standIns, givesFolders: isOfVitest };
}

function lazily(make) {
  let made;
  return () => (made ??= make());
}

function mochaContext() {
  const context = { timeout: () => context, slow: () => context, retries: () => context };
  context.skip = () => {
    throw new Error('A test that skips itself is for its runner.');
  };
  return context;
}

/** `describe`, `it`, … of a runner. */
function words(registry, styleOf, { before, after }) {
  const style = styleOf();
  const suite = (title, ...more) => registry.suite(title, bodyOf(more));
  const test = (title, ...more) => registry.test(title, bodyOf(more), style);
  const skipped = (title, ...more) => registry.test(title, bodyOf(more), style, true);
  Object.assign(suite, {
    only: suite,
    skip: () => undefined,
    each: (table) => each(table, suite),
    skipIf: (is) => (is ? () => undefined : suite),
  });
  Object.assign(test, {
    only: test,
    skip: skipped,
    todo: (title) => skipped(title),
    concurrent: test,
    sequential: test,
  });
  Object.assign(test, {
    each: (table) => each(table, test),
    skipIf: (is) => (is ? skipped : test),
    runIf: (is) => (is ? test : skipped),
  });
  test.fails = test.failing = () => {
    throw new Error('Tests that have to fail are for their runner.');
  };
  const hook =
    (kind) =>
    (...more) =>
      registry.hook(kind, bodyOf(more), style);
  return {
    describe: suite,
    it: test,
    test,
    xit: skipped,
    xtest: skipped,
    xdescribe: () => undefined,
    [before]: hook('before'),
    [after]: hook('after'),
    beforeEach: hook('beforeEach'),
    afterEach: hook('afterEach'),
  };
}

/** `(title, options, body)`, `(title, body, limit)`, `(body)`. */
function bodyOf(given) {
  return given.find((item) => typeof item === 'function');
}

function nodeTestOf(registry) {
  const { mock } = require('node:test');
  const test = (...given) => nodeTest(registry, given, false);
  const suite = (...given) => registry.suite(titleOf(given), bodyOf(given));
  const skippedSuite = () => undefined;
  const isOff = (options) => Boolean(options?.skip || options?.todo);
  const itself = Object.assign(
    (...given) => (isOff(optionsOf(given)) ? nodeTest(registry, given, true) : test(...given)),
    {
      only: test,
      skip: (...given) => nodeTest(registry, given, true),
      todo: (...given) => nodeTest(registry, given, true),
    },
  );
  const describe = Object.assign((...given) => (isOff(optionsOf(given)) ? skippedSuite() : suite(...given)), {
    only: suite,
    skip: skippedSuite,
    todo: skippedSuite,
  });
  const hook = (kind) => (body) => registry.hook(kind, body, nodeStyle(mock));
  const hooks = {
    before: hook('before'),
    after: hook('after'),
    beforeEach: hook('beforeEach'),
    afterEach: hook('afterEach'),
  };
  return Object.assign(itself, { test: itself, it: itself, describe, suite: describe, ...hooks, mock });
}

function nodeTest(registry, given, isSkipped) {
  const { mock } = require('node:test');
  registry.test(titleOf(given), bodyOf(given), nodeStyle(mock), isSkipped);
}

function titleOf(given) {
  const [title] = given;
  return typeof title === 'string' ? title : bodyOf(given)?.name || '<anonymous>';
}

function optionsOf(given) {
  return given.find((item) => typeof item === 'object' && item !== null);
}

function nodeStyle(mock) {
  return {
    wants: 1,
    context: () => testContext(mock, []),
    finish: async (context) => {
      for (const after of context.afterwards) await after(context);
      mock.reset();
    },
  };
}

/** The first parameter of a test of node:test; its own tests run at once. */
function testContext(mock, outer) {
  const assert = require('node:assert/strict');
  const hooks = { beforeEach: [...outer], afterEach: [] };
  const context = {
    afterwards: [],
    mock,
    assert,
    name: '',
    signal: new globalThis.AbortController().signal,
    diagnostic: () => undefined,
    plan: () => undefined,
    before: (body) => body(context),
    after: (body) => context.afterwards.push(body),
    beforeEach: (body) => hooks.beforeEach.push(body),
    afterEach: (body) => hooks.afterEach.push(body),
    skip: () => undefined,
    todo: () => undefined,
    test: async (...given) => {
      const options = optionsOf(given);
      if (options?.skip || options?.todo) return;
      const inner = testContext(mock, hooks.beforeEach);
      for (const each of hooks.beforeEach) await each(inner);
      await bodyOf(given)?.(inner);
      for (const each of hooks.afterEach) await each(inner);
      for (const each of inner.afterwards) await each(inner);
    },
  };
  return context;
}

function jestTools(projects) {
  const inJest = createRequire(projects.resolve('jest'));
  const inCore = createRequire(inJest.resolve('@jest/core'));
  const inRunner = createRequire(inCore.resolve('jest-runner'));
  const load = (name) => firstOf([projects, inJest, inCore, inRunner], name);
  const { ModuleMocker } = load('jest-mock');
  const mocker = new ModuleMocker(globalThis);
  const jest = {
    fn: (...given) => mocker.fn(...given),
    spyOn: (...given) => mocker.spyOn(...given),
    clearAllMocks: () => mocker.clearAllMocks(),
    resetAllMocks: () => mocker.resetAllMocks(),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    setTimeout: () => jest,
  };
  return { expect: load('expect').expect, jest };
}

function firstOf(places, name) {
  for (const place of places) {
    try {
      return place(name);
    } catch (error) {
      if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error(`${name} is not installed.`);
}

function usesVitest(file, projects) {
  if (/['"]vitest['"]/.test(readFileSync(file, 'utf8'))) return true;
  try {
    projects.resolve('jest');
    return false;
  } catch {
    return true;
  }
}

/** Makes what vitest offers to tests; it is loaded only where vitest is installed. */
async function vitestTools(projects) {
  let place;
  try {
    place = projects.resolve('vitest/package.json');
  } catch {
    return () => {
      throw new Error('vitest is not installed.');
    };
  }
  const { default: resolve } = await import('./resolving.mjs');
  const load = (name) => import(resolve(name, `file://${place}`));
  try {
    const [chai, matchers, spies] = await Promise.all([
      load('chai'),
      load('@vitest/expect'),
      load('@vitest/spy'),
    ]);
    return () => {
      const vi = vitestSpies(spies);
      return { expect: vitestExpect(chai, matchers), vi, vitest: vi };
    };
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function vitestExpect(chai, matchers) {
  const {
    JestExtend,
    JestChaiExpect,
    JestAsymmetricMatchers,
    setState,
    getState,
    ASYMMETRIC_MATCHERS_OBJECT,
  } = matchers;
  const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);
  if (!vitestExpect.isReady) {
    chai.use(JestExtend);
    chai.use(JestChaiExpect);
    chai.use(JestAsymmetricMatchers);
    vitestExpect.isReady = true;
  }
  const known = globalThis[ASYMMETRIC_MATCHERS_OBJECT];
  Object.defineProperties(expect, Object.getOwnPropertyDescriptors(known));
  Object.defineProperties(expect, Object.getOwnPropertyDescriptors(chai.expect));
  expect.extend = (more) => chai.expect.extend(expect, more);
  globalThis[matchers.GLOBAL_EXPECT] = expect;
  expect.getState = () => getState(expect);
  expect.setState = (state) => setState(state, expect);
  setState(
    { assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null, environment: 'node' },
    expect,
  );
  return expect;
}

function vitestSpies({ fn, spyOn, restoreAllMocks, clearAllMocks, resetAllMocks }) {
  return { fn, spyOn, restoreAllMocks, clearAllMocks, resetAllMocks };
}

module.exports = { standInsOf };
