'use strict';
// The tests of files as they register them, to be run one by one: what `describe`, `test` and the hooks of node:test, mocha,
// vitest and jest have in common. What is not known here says so, and such a test is run by its own runner.
const { format } = require('node:util');

class Suite {
  constructor(title, parent) {
    this.title = title;
    this.parent = parent;
    this.tests = [];
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
  }

  get path() {
    return this.parent === undefined ? [] : [...this.parent.path, this.title];
  }

  /** From the outermost to itself. */
  get chain() {
    return this.parent === undefined ? [this] : [...this.parent.chain, this];
  }
}

class Registry {
  constructor() {
    this.files = new Map();
    this.pending = [];
    this.rejections = [];
  }

  enter(file) {
    this.current = new Suite('', undefined);
    this.files.set(file, []);
    this.file = file;
  }

  /** When suites that are asynchronous have been read. */
  async ready() {
    while (this.pending.length > 0) await this.pending.shift();
  }

  ids(file) {
    return this.files.get(file).map(({ title }) => title);
  }

  suite(title, body) {
    const outer = this.current;
    const suite = new Suite(String(title), outer);
    this.current = suite;
    try {
      const context = {
        timeout: () => context,
        slow: () => context,
        retries: () => context,
        name: suite.title,
      };
      const read = body?.call(context, context);
      if (typeof read?.then === 'function') this.pending.push(read);
    } finally {
      this.current = outer;
    }
  }

  /** @param style How the runner calls it: {wants: parameters that a test has beside `done`, context: () => the first of these}. */
  test(title, body, style, isSkipped = false) {
    const suite = this.current;
    const path = [...suite.path, String(title)].join(' > ');
    this.files
      .get(this.file)
      .push({ title: path, suite, body, style, isSkipped: isSkipped || body === undefined });
  }

  hook(kind, body, style) {
    this.current.hooks[kind].push({ body, style });
  }

  /** @throws what the test throws. */
  async run(file, title) {
    const found = this.files.get(file)?.find((test) => test.title === title);
    if (found === undefined) throw new Error(`There is no test ${title}.`);
    if (found.isSkipped) return;
    const { suite, body, style } = found;
    this.rejections = [];
    const hooks = (kind) => suite.chain.flatMap((each) => each.hooks[kind]);
    const problems = [];
    const attempt = async (bodies) => {
      for (const each of bodies) {
        if (problems.length > 0) return;
        await called(each.body, each.style, this).catch((error) => problems.push(error));
      }
    };
    await attempt([...hooks('before'), ...hooks('beforeEach'), { body, style }]);
    const failed = problems.splice(0);
    await attempt([...hooks('afterEach').reverse(), ...hooks('after').reverse()]);
    problems.unshift(...failed);
    if (problems.length > 0) throw problems[0];
    if (this.rejections.length > 0) throw this.rejections[0];
  }

  reject(error) {
    this.rejections.push(error);
    this.rejectRunning?.(error);
  }
}

async function called(body, style, registry) {
  const context = style.context();
  const given = style.wants > 0 ? [context] : [];
  const outside = new Promise((_, reject) => {
    registry.rejectRunning = reject;
  });
  outside.catch(() => undefined);
  const run =
    body.length > style.wants
      ? new Promise((resolve, reject) => {
          const done = (error) => (error ? reject(error) : resolve());
          done.fail = reject;
          Reflect.apply(body, context, [...given, done]);
        })
      : (async () => Reflect.apply(body, context, given))();
  await Promise.race([run, outside]);
  await style.finish?.(context);
}

/** `test.each(table)(title, body)`. */
function each(table, register) {
  if (Array.isArray(table?.raw)) throw new Error('Tables as templates are for their runner.');
  return (title, body, ...more) => {
    for (const [index, row] of [...table].entries()) {
      const given = Array.isArray(row) ? row : [row];
      register(titleOf(title, given, index), () => body(...given), ...more);
    }
  };
}

function titleOf(title, given, index) {
  const numbered = String(title).replaceAll('%#', String(index)).replaceAll('%p', '%j');
  const [first] = given;
  const named = numbered.replaceAll(/\$([\w.]+)/g, (text, path) => {
    const value = path.split('.').reduce((found, name) => found?.[name], first);
    return value === undefined ? text : String(value);
  });
  const wanted = named.replaceAll('%%', '').match(/%[sdifjoOc]/g)?.length ?? 0;
  return format(named, ...given.slice(0, wanted));
}

module.exports = { Registry, each };
