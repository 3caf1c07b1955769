'use strict';
// The line to the engine, as the program's own thread sees it. A thread of ours holds the socket: it carries away what is
// recorded while the program runs, and waits for the engine's answers while the program's thread sleeps.
const path = require('node:path');
const { Worker, MessageChannel, receiveMessageOnPort } = require('node:worker_threads');

const RECORD_BYTES = 1 << 21;
const ANSWER_MS = 20_000;

const { HALF, ringIn, sharedMemory } = require('./packing.cjs');
const { state } = require('./slots.cjs');

class Line {
  constructor({ address, token }) {
    this.address = address;
    this.token = token;
    this.state = new Int32Array(new SharedArrayBuffer(64));
    const memory = sharedMemory();
    this.words = ringIn(memory);
    /** Where the next word goes, and what is pending (recorder.cjs). */
    this.next = new Int32Array(new SharedArrayBuffer(64));
    this.recordBytes = Buffer.from(new SharedArrayBuffer(RECORD_BYTES));
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.unref();
    this.worker = new Worker(path.join(__dirname, 'lineThread.cjs'), {
      workerData: {
        address,
        token,
        pid: process.pid,
        state: this.state,
        memory,
        next: this.next,
        recordBytes: this.recordBytes.buffer,
        port: port2,
      },
      transferList: [port2],
      execArgv: [],
      stdin: false,
      env: {},
    });
    this.worker.on('error', () => Atomics.store(this.state, state.lost, 1));
    this.worker.unref();
  }

  get isLost() {
    return Atomics.load(this.state, state.lost) === 1;
  }

  /** Hands a record over; waits while there is no room. */
  record(record) {
    const text = JSON.stringify(record);
    const bytes = 3 * text.length;
    if (bytes + 8 > RECORD_BYTES || this.isLost) return;
    let at = Atomics.load(this.state, state.written);
    if (at + bytes + 8 > RECORD_BYTES) {
      this.ask({ kind: 'drainRecords' });
      at = 0;
    }
    const length = this.recordBytes.write(text, at + 4, 'utf8');
    this.recordBytes.writeInt32LE(length, at);
    Atomics.store(this.state, state.written, at + 4 + length);
  }

  /** Waits until everything written has been carried away. */
  drained() {
    this.ask({ kind: 'drainWords' });
  }

  /** One half of the memory is full, up to `at`; waits until the other one has been carried away.
   * @returns where that begins. */
  otherHalf(at) {
    const full = at < HALF ? 0 : 1;
    Atomics.store(this.state, state.ends + full, at);
    if (Atomics.load(this.state, state.ends + 1 - full) > 0) this.drained();
    return full === 0 ? HALF : 0;
  }

  /** Asks our thread and waits for the answer; undefined when there is none. */
  ask(question) {
    if (this.isLost) {
      Atomics.store(this.state, state.written, 0);
      return undefined;
    }
    const number = Atomics.add(this.state, state.asked, 1) + 1;
    this.worker.postMessage({ ...question, number });
    const until = Date.now() + ANSWER_MS;
    while (Atomics.load(this.state, state.answered) < number) {
      const seen = Atomics.load(this.state, state.answered);
      Atomics.wait(this.state, state.answered, seen, 500);
      if (this.isLost || Date.now() > until) {
        Atomics.store(this.state, state.lost, 1);
        return undefined;
      }
    }
    let answer;
    for (
      let next = receiveMessageOnPort(this.port);
      next !== undefined;
      next = receiveMessageOnPort(this.port)
    ) {
      if (next.message.number === number) answer = next.message.answer;
    }
    return answer;
  }
}

module.exports = { Line };
