'use strict';
// A call of a function of a file: the file is loaded as a module, and the expression evaluated in its scope.
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const evaluator = Symbol.for('witness.evaluate');

/** Lets the text of the file hand over what evaluates an expression in its scope. */
function prepare(run, outcome) {
  let evaluate;
  Object.defineProperty(globalThis, evaluator, {
    configurable: true,
    set(given) {
      evaluate = given;
    },
  });
  process.argv.splice(1, 1, run.file);
  globalThis[Symbol.for('witness.call')] = async () => {
    await load(run.file);
    const value = await (evaluate ?? globalThis.eval)(run.call);
    outcome.returned(value);
  };
}

async function load(file) {
  const isModule = /\.m[jt]s$/i.test(file);
  if (isModule) return import(pathToFileURL(file));
  try {
    return require(file);
  } catch (error) {
    if (error?.code !== 'ERR_REQUIRE_ESM') throw error;
    return import(pathToFileURL(file));
  }
}

module.exports = { prepare, main: path.join(__dirname, 'callMain.cjs') };
