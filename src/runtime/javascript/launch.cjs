'use strict';
// Preloaded into a program that is recorded (`node --require launch.cjs PROGRAM`). Does nothing in the threads and
// processes that the program starts.
const { setFlagsFromString } = require('node:v8');
const { isMainThread } = require('node:worker_threads');

function start(run) {
  delete process.env.WITNESS_RUN;
  const at = process.execArgv.indexOf('--require');
  if (at >= 0) process.execArgv.splice(at, 2);
  suitOptimiser();
  const { Line } = require('./line.cjs');
  const { Loading } = require('./loading.cjs');
  const { Outcome } = require('./outcome.cjs');
  const { Recorder } = require('./recorder.cjs');
  const { Stacks } = require('./stacks.cjs');
  const line = new Line(run);
  const recorder = new Recorder(line, run);
  const stacks = new Stacks(recorder.modules, (error, frames) => recorder.raises.offer(error, frames));
  Object.defineProperty(globalThis, Symbol.for('witness.recorder'), {
    value: (notes) => recorder.module(notes),
    configurable: true,
  });
  stacks.install();
  if (run.test?.runner === 'vitest') inVitest(stacks);
  const loading = new Loading(run, line);
  loading.install();
  if (run.test?.runner === 'jest') {
    const { underJest } = require('./underJest.cjs');
    underJest((file, source, format) => loading.instrumented(file, source, format, true), stacks);
  }
  const outcome = new Outcome(line, recorder, stacks);
  outcome.install();
  if (run.call !== undefined) require('./calling.cjs').prepare(run, outcome);
}

/** What the versions of V8 call the setting for how long a function is new. */
const newness = {
  11.3: '--interrupt-budget-factor-for-feedback-allocation',
  13.6: '--invocation-count-for-feedback-allocation',
};

/**
 * Probes hand over values while a function is new: what ran only then is left out when it is optimised. Functions with
 * probes are larger than they were. Node complains on stderr of settings that it does not know.
 */
function suitOptimiser() {
  const name = newness[Number.parseFloat(process.versions.v8)];
  if (name === undefined) return;
  setFlagsFromString(`${name}=100`);
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=4000');
}

/** Vitest ends the process of its tests by a signal, which would leave no time to tell how it ended. */
function inVitest(stacks) {
  process.on('SIGTERM', () => process.exit());
  stacks.followOthers(Error);
}

if (isMainThread && process.env.WITNESS_RUN !== undefined) start(JSON.parse(process.env.WITNESS_RUN));
