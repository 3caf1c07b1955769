'use strict';
// A job of step-wise debugging in the sandbox (`node --experimental-vm-modules main.cjs`): reads a request from its standard
// input and writes what came of it to descriptor 3.
const { readFileSync, writeSync } = require('node:fs');
const { collect, evaluate, recordedCalls, tryPrograms } = require('./trying.cjs');
const { stated } = require('./stating.cjs');
const { steps } = require('./stepping.cjs');
const { trial } = require('./trial.cjs');

const functions = { collect, evaluate, recordedCalls, stated, steps, trial, tryPrograms };
const RESULT = 3;

async function main() {
  const { name, ...request } = JSON.parse(readFileSync(0, 'utf8'));
  let data = Buffer.from(JSON.stringify(await functions[name](request)));
  while (data.length > 0) data = data.subarray(writeSync(RESULT, data));
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error?.stack}\n`);
    process.exit(1);
  },
);
