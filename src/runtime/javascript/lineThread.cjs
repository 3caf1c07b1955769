'use strict';
// The thread that holds the socket to the engine.
const net = require('node:net');
const os = require('node:os');
const { parentPort, workerData } = require('node:worker_threads');
const { encode, FrameReader, kinds } = require('./frames.cjs');
const { Packing } = require('./packing.cjs');
const { state: slot } = require('./slots.cjs');

const TICK_MS = 10;
const { state, words, next, recordBytes, port, address, token, pid } = workerData;
const records = Buffer.from(recordBytes);

const TOLD = 11;
const TOLD_ROUNDS = 12;

let at = 0;
let recordsAt = 0;
const waitingForAnswer = [];
const packing = new Packing();

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
      tellPending();
      send(kinds.stopped, { threads: [] });
      isSilent = true;
      socket.end();
    }
  }
});
socket.on('error', lose);
socket.on('close', lose);
send(kinds.hello, { token, role: 'tell', pid });

const timer = setInterval(() => {
  drain(false);
  tellLongLoop();
}, TICK_MS);
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

/** Sends what has been written since; not while a slow engine has much to read, unless `all` is wanted. */
function drain(all) {
  if (!all && socket.writableLength > 64 * 1024 * 1024) return;
  drainWords();
  drainRecords();
}

/** What the running frame has not logged yet. */
function tellPending() {
  const [, pending, rounds] = next;
  if (pending > 0) sendWords(...(rounds > 0 ? [TOLD_ROUNDS, rounds] : []), TOLD, pending);
}

let loopBefore = 0;

/** How far a loop is whose rounds are counted, and have been for a while. */
function tellLongLoop() {
  const [, pending, rounds] = next;
  const loop = rounds > 0 ? pending : 0;
  if (loop > 0 && loop === loopBefore && words[at] === 0) sendWords(TOLD_ROUNDS, rounds, TOLD, pending);
  loopBefore = loop;
}

function drainWords() {
  for (;;) {
    const end = words.indexOf(0, at);
    const upTo = Math.min(end < 0 ? words.length : end, at + packing.largest);
    if (upTo === at) return;
    sendPacked(packing.pack(words.subarray(at, upTo)));
    words.fill(0, at, upTo);
    at = upTo;
  }
}

/** The recording is full: what is recorded from now on is dropped. */
let isSilent = false;

function sendWords(...some) {
  sendPacked(packing.pack(some));
}

function sendPacked(out) {
  if (isSilent) return;
  const bytes = Buffer.from(out.buffer, out.byteOffset, out.byteLength);
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
