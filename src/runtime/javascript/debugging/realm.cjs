'use strict';
// A thread in which programs and their tests run. One that does not come back in time is ended, and another one started.
const path = require('node:path');
const { clearInterval, setInterval } = require('node:timers');
const { Worker } = require('node:worker_threads');

/** How often the time of the processor is looked at, in milliseconds. */
const LOOK_MS = 10;
/** A thread is given up after so many programs, as what they leave behind adds up. */
const MOST_PROGRAMS = 256;
const FIRST = { limitMs: 20_000, processorMs: 5000 };
const LATER = { limitMs: 0, processorMs: 200 };
const STARTING = { limitMs: 20_000, processorMs: 20_000 };

class Realm {
  /** @param start What the thread is told once: see realmThread.cjs. */
  constructor(start) {
    this.start = start;
    this.thread = undefined;
    this.programs = 0;
  }

  /**
   * What the thread answers to a message: `{status: 'timeout' | 'crashed'}` where it does not, after which its state is
   * lost.
   * @param limits By the clock and by the processor's time, in milliseconds.
   */
  async ask(message, limits) {
    if (message.kind === 'load' && ++this.programs > MOST_PROGRAMS) this.end();
    if (this.thread === undefined) {
      this.programs = 1;
      this.thread = new Worker(path.join(__dirname, 'realmThread.cjs'), {
        workerData: this.start,
        stdout: true,
        stderr: true,
      });
      this.thread.stdout.resume();
      this.thread.stderr.resume();
      const ready = await this.answer({ kind: 'start' }, STARTING);
      if (ready.status !== undefined) return ready;
    }
    return this.answer(message, message.kind === 'load' ? this.forLoading(limits) : limits);
  }

  /** The first program of a thread brings the packages that all need. */
  forLoading({ limitMs, processorMs }) {
    const more = this.programs === 1 ? FIRST : LATER;
    return { limitMs: limitMs + more.limitMs, processorMs: processorMs + more.processorMs };
  }

  end() {
    void this.thread?.terminate();
    this.thread = undefined;
  }

  answer(message, { limitMs, processorMs }) {
    const { thread } = this;
    const begun = performance.now();
    const used = process.cpuUsage();
    return new Promise((resolve) => {
      const finish = (answer) => {
        clearInterval(timer);
        for (const [name, listener] of Object.entries(listeners)) thread.off(name, listener);
        resolve(answer);
      };
      const giveUp = (status) => {
        this.end();
        finish({ status });
      };
      const timer = setInterval(() => {
        const { user, system } = process.cpuUsage(used);
        if (performance.now() - begun > limitMs || (user + system) / 1000 > processorMs) giveUp('timeout');
      }, LOOK_MS);
      const listeners = {
        message: ({ id, ...answer }) => {
          if (id !== message.id) return;
          const { user, system } = process.cpuUsage(used);
          finish({ ...answer, ms: performance.now() - begun, processorMs: (user + system) / 1000 });
        },
        error: () => giveUp('crashed'),
        exit: () => giveUp('crashed'),
      };
      for (const [name, listener] of Object.entries(listeners)) thread.on(name, listener);
      message.id = Realm.messages++;
      thread.postMessage(message);
    });
  }
}
Realm.messages = 1;

module.exports = { Realm };
