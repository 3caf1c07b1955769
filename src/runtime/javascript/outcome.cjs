'use strict';
// How the program ends, told when nothing of it can run any more.
const { messageOf, render, typeName } = require('./rendering.cjs');

class Outcome {
  constructor(line, recorder, stacks) {
    this.line = line;
    this.recorder = recorder;
    this.stacks = stacks;
    this.uncaught = undefined;
    this.value = undefined;
    this.told = false;
  }

  install() {
    process.on('uncaughtExceptionMonitor', (error, origin) => this.see(error, origin));
    const emit = process.emit;
    const outcome = this;
    process.emit = function (event, ...rest) {
      if (event !== 'exit') return Reflect.apply(emit, this, [event, ...rest]);
      try {
        return Reflect.apply(emit, this, [event, ...rest]);
      } finally {
        outcome.tell(process.exitCode ?? rest[0] ?? 0);
      }
    };
    const reallyExit = process.reallyExit;
    process.reallyExit = function (code) {
      outcome.tell(code ?? 0);
      Reflect.apply(reallyExit, process, [code]);
    };
    for (const name of ['abort']) {
      const original = process[name];
      process[name] = function (...values) {
        outcome.line.drained();
        return Reflect.apply(original, process, values);
      };
    }
  }

  /** An exception that nothing in the program has caught; it may still have a listener for those. */
  see(error, origin) {
    const { last, thrownOn } = this.recorder.raises;
    this.recorder.raises.settle([error], true);
    if (process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback())
      return;
    this.uncaught = { error };
    const isThrownOn = thrownOn.length > 0 && thrownOn[0] === error;
    this.stacks.showSourceLine(error, last, origin, isThrownOn);
  }

  returned(value) {
    this.value = [typeName(value), render(value, 2000)];
  }

  tell(code) {
    if (this.told) return;
    this.told = true;
    const frames = (error) => this.stacks.framesOf(error);
    this.recorder.raises.finish(frames);
    this.line.ask({ kind: 'outcome', outcome: this.describe(code) });
    this.recorder.stop();
  }

  describe(code) {
    if (this.uncaught !== undefined && code !== 0) {
      const { error } = this.uncaught;
      const place = this.stacks.framesOf(error)[0];
      return {
        kind: 'raised',
        exception: { type: typeName(error), message: messageOf(error, 500), line: place?.line ?? null },
        path: place?.file ?? null,
      };
    }
    if (code !== 0) return { kind: 'exited', exitCode: Number(code) };
    return { kind: 'returned', ...(this.value !== undefined && { value: this.value }) };
  }
}

module.exports = { Outcome };
