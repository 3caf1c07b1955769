'use strict';
// Jest in this process: what its own transforms get has probes in it. The project's configuration stays as it is.
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');

const recorder = Symbol.for('witness.recorder');

/** @param instrument The text with probes, or undefined where a file runs as it is. */
function underJest(instrument, stacks) {
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'witness-jest-'));
  process.on('exit', () => fs.rmSync(cache, { recursive: true, force: true }));
  letContextsRecord(stacks);
  const load = Module._load;
  let patched;
  Module._load = function _load(request, ...rest) {
    const loaded = Reflect.apply(load, this, [request, ...rest]);
    if (request !== '@jest/transform') return loaded;
    return (patched ??= { ...loaded, createScriptTransformer: withProbes(loaded, instrument, cache) });
  };
}

/** Tests run in contexts with other globals. */
function letContextsRecord(stacks) {
  const { createContext } = vm;
  vm.createContext = function (...given) {
    const context = Reflect.apply(createContext, vm, given);
    Object.defineProperty(context, recorder, { value: globalThis[recorder], configurable: true });
    stacks.followOthers(vm.runInContext('Error', context));
    return context;
  };
}

function withProbes({ createScriptTransformer }, instrument, cache) {
  return async function (config, texts = new Map(), ...rest) {
    // Texts with probes belong to one run: they are not to be found in the project's cache.
    const transformer = await createScriptTransformer(
      withoutTypeChecks({ ...config, cacheDirectory: cache }),
      texts,
      ...rest,
    );
    for (const name of ['transformSource', 'transformSourceAsync']) {
      const original = transformer[name];
      transformer[name] = function (file, content, options) {
        const text = instrument(file, content, options.supportsStaticESM ? 'module' : 'commonjs') ?? content;
        // Some transforms take the text from there.
        texts.set(file, text);
        const restore = () => texts.set(file, content);
        const transformed = Reflect.apply(original, this, [file, text, options]);
        if (typeof transformed?.finally === 'function') return transformed.finally(restore);
        restore();
        return transformed;
      };
    }
    return transformer;
  };
}

/** ts-jest checks types, of which probes have none; in a plain run it tells what is wrong with the user's own. */
function withoutTypeChecks(config) {
  const { globals = {} } = config;
  return {
    ...config,
    transform: config.transform?.map(([pattern, file, options]) =>
      /[\\/]ts-jest[\\/]/.test(file)
        ? [pattern, file, { ...options, diagnostics: false }]
        : [pattern, file, options],
    ),
    ...(globals['ts-jest'] !== undefined && {
      globals: { ...globals, 'ts-jest': { ...globals['ts-jest'], diagnostics: false } },
    }),
  };
}

module.exports = { underJest };
