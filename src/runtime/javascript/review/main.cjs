'use strict';
// A job of a review in the sandbox (`node --experimental-vm-modules main.cjs`): reads a request from its standard input and
// writes what came of it to descriptor 3.
const { readFileSync, writeSync } = require('node:fs');
const { compare, confirm } = require('./comparing.cjs');

const functions = { compare, confirm };
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
