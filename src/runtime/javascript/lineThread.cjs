'use strict';
// The thread that holds the socket to the engine.
const net = require('node:net');
const os = require('node:os');
const { parentPort, workerData } = require('node:worker_threads');
const { encode, FrameReader, kinds } = require('./frames.cjs');
const { state: slot } = require('./slots.cjs');

const TICK_MS = 10;
const { state, words, recordBytes, port, address, token, pid } = workerData;
const records = Buffer.from(recordBytes);

const CODES_FROM = 16;
const RESUMED = 6;
const LEAVE = 10; // in the memory; 0 on the line
const REPEATED = 10; // on the line
const RESUMED_BIT = 0x80000000;

let at = 0;
let recordsAt = 0;
const waitingForAnswer = [];
const out = new Uint32Array(1 << 16);

const socket = net.connect(
  address.startsWith('tcp:') ? { host: '127.0.0.1', port: Number(address.slice(4)) } : { path: address },
);
const reader = new FrameReader();
socket.on('data', (bytes) => {
  for (const { kind, payload } of reader.push(bytes)) {
    if (kind === kinds.source) waitingForAnswer.shift()?.(JSON.parse(payload.toString()));
    else if (kind === kinds.silence) isSilent = true;
    else if (kind === kinds.stop) {
      drain(true);
      send(kinds.stopped, { threads: [] });
      isSilent = true;
      socket.end();
    }
  }
});
socket.on('error', lose);
socket.on('close', lose);
send(kinds.hello, { token, role: 'tell', pid });

const timer = setInterval(() => drain(false), TICK_MS);
parentPort.on('message', (question) => void answer(question));

async function answer({ kind, number, ...question }) {
  if (kind === 'drainWords') {
    drain(true);
    at = 0;
    await flushed();
    tell(number, true);
  } else if (kind === 'drainRecords') {
    drain(true);
    recordsAt = 0;
    Atomics.store(state, slot.written, 0);
    await flushed();
    tell(number, true);
  } else if (kind === 'source') {
    waitingForAnswer.push((answered) => tell(number, answered));
    send(kinds.sourceWanted, question);
  } else if (kind === 'outcome') {
    drain(true);
    send(kinds.outcome, question.outcome);
    clearInterval(timer);
    socket.end(() => tell(number, true));
  } else if (kind === 'tests') {
    send(kinds.tests, question.tests);
    tell(number, true);
  }
}

/** Bounds what waits in memory for a slow engine. */
function flushed() {
  if (socket.writableLength < 32 * 1024 * 1024) return Promise.resolve();
  return new Promise((resolve) => socket.once('drain', resolve));
}

function tell(number, answered) {
  port.postMessage({ number, answer: answered });
  Atomics.store(state, slot.answered, number);
  Atomics.notify(state, slot.answered);
}

function lose() {
  Atomics.store(state, slot.lost, 1);
  Atomics.notify(state, slot.answered);
  clearInterval(timer);
}

/** Sends what has been written since. The last count of repetitions may still grow, unless `all` is wanted. */
function drain(all) {
  if (!all && socket.writableLength > 64 * 1024 * 1024) return;
  drainWords(all);
  drainRecords();
}

function drainWords(all) {
  const first = at;
  let size = 0;
  const limit = out.length - 2;
  for (;;) {
    if (size >= limit) {
      sendWords(out, size);
      size = 0;
    }
    const word = words[at];
    if (word === 0) break;
    if (word < 0) {
      if (!all && words[at + 1] === 0) break;
      out[size++] = REPEATED;
      out[size++] = -word;
    } else if (word >= CODES_FROM) {
      out[size++] = word;
    } else if (word === LEAVE) {
      out[size++] = 0;
    } else if (word === 1 || word === 5 || word === 7) {
      out[size++] = word;
    } else {
      const operand = words[at + 1];
      if (operand === 0) break;
      if (word === RESUMED) out[size++] = RESUMED_BIT + operand;
      else {
        out[size++] = word;
        out[size++] = operand;
      }
      at++;
    }
    at++;
  }
  if (at > first) words.fill(0, first, at);
  if (size > 0) sendWords(out, size);
}

/** The recording is full: what is recorded from now on is dropped. */
let isSilent = false;

function sendWords(out, size) {
  if (isSilent) return;
  const bytes = Buffer.from(out.buffer, 0, 4 * size);
  if (os.endianness() === 'BE') bytes.swap32();
  socket.write(encode(kinds.events, bytes));
}

function drainRecords() {
  const end = Atomics.load(state, slot.written);
  const texts = [];
  while (recordsAt < end) {
    const length = records.readInt32LE(recordsAt);
    texts.push(records.toString('utf8', recordsAt + 4, recordsAt + 4 + length));
    recordsAt += 4 + length;
  }
  if (texts.length > 0 && !isSilent) socket.write(encode(kinds.records, Buffer.from(`[${texts.join()}]`)));
}

function send(kind, value) {
  socket.write(encode(kind, Buffer.from(JSON.stringify(value))));
}
