'use strict';
// A reporter of mocha that tells on descriptor 3 how each test ended, one JSON document a line.
const { writeSync } = require('node:fs');

const RESULT = 3;

module.exports = class {
  constructor(runner) {
    const tell = (test, more) =>
      writeSync(RESULT, `${JSON.stringify({ path: test.titlePath(), ...more })}\n`);
    runner.on('pass', (test) => tell(test, { status: 'passed' }));
    runner.on('pending', (test) => tell(test, { status: 'passed' }));
    runner.on('fail', (test, error) =>
      tell(test, {
        status: 'failed',
        type: error?.name ?? 'Error',
        message: String(error?.message ?? error),
      }),
    );
  }
};
