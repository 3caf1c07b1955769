'use strict';
// The thread that holds the socket to the engine.
const net = require('node:net');
const os = require('node:os');
const { parentPort, workerData } = require('node:worker_threads');
const { encode, FrameReader, kinds } = require('./frames.cjs');
const { HALF, LARGEST, Packing } = require('./packing.cjs');
const { state: slot } = require('./slots.cjs');

/** Between looks for new words, while there are few and while there are many. */
const IDLE_MS = 10;
const BUSY_MS = 1;
/** While a slow engine has so many bytes to read, it is sent no more. */
const MOST_WAITING = 64 * 1024 * 1024;
/** From so many words at a look on, there are many. */
const MANY = 1 << 12;
const { state, memory, next, recordBytes, port, address, token, pid } = workerData;
const records = Buffer.from(recordBytes);

const TOLD = 11;
const TOLD_ROUNDS = 12;

/** Which half of the memory is carried away, and from where. */
let half = 0;
let at = 0;
/** What was written into it before the latest look. The order in which a processor shows writes to another one is its own, but
 * none is held back so long. */
let seen = 0;
/** Words in all. */
let carried = 0;
let recordsAt = 0;
const waitingForAnswer = [];
const packing = new Packing(memory);

const socket = net.connect(
  address.startsWith('tcp:') ? { host: '127.0.0.1', port: Number(address.slice(4)) } : { path: address },
);
const reader = new FrameReader();
socket.on('data', (bytes) => {
  for (const { kind, payload } of reader.push(bytes)) {
    if (kind === kinds.source) waitingForAnswer.shift()?.(JSON.parse(payload.toString()));
    else if (kind === kinds.silence) isSilent = true;
    else if (kind === kinds.stop) {
      look();
      setTimeout(stop, BUSY_MS);
    }
  }
});
socket.on('error', lose);
socket.on('close', lose);
send(kinds.hello, { token, role: 'tell', pid });

let timer = setTimeout(tick, IDLE_MS);
parentPort.on('message', (question) => void answer(question));

function tick() {
  const before = carried;
  if (socket.writableLength < MOST_WAITING) drain();
  look();
  tellLongLoop();
  timer = setTimeout(tick, carried - before < MANY ? IDLE_MS : BUSY_MS);
}

/** The program does not wait meanwhile: what is pending may belong behind words that were not seen. */
function stop() {
  drain();
  if (at === next[0]) tellPending();
  send(kinds.stopped, { threads: [] });
  isSilent = true;
  socket.end();
}

/** The program's thread waits for the answer: what it has written is all there. */
async function answer({ kind, number, ...question }) {
  if (kind === 'drainWords') {
    drainAll();
    await flushed();
    tell(number, true);
  } else if (kind === 'drainRecords') {
    drainAll();
    recordsAt = 0;
    Atomics.store(state, slot.written, 0);
    await flushed();
    tell(number, true);
  } else if (kind === 'source') {
    waitingForAnswer.push((answered) => tell(number, answered));
    send(kinds.sourceWanted, question);
  } else if (kind === 'outcome') {
    drainAll();
    send(kinds.outcome, question.outcome);
    clearTimeout(timer);
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
  clearTimeout(timer);
}

/** Nothing new where the program writes into the other half already: this one has an end then. */
function look() {
  const place = next[0];
  if (place >= at && place < (half + 1) * HALF) seen = place;
}

/** The program's thread does not write meanwhile. */
function drainAll() {
  drain();
  look();
  drain();
}

/** Sends what was seen. */
function drain() {
  drainWords();
  drainRecords();
}

/** What the running frame has not logged yet. */
function tellPending() {
  const [, pending, rounds] = next;
  if (pending > 0 && rounds === 0) sendWords(Int32Array.of(TOLD, pending));
  else tellRounds(pending, rounds);
}

/** What is pending may have been stored for the whole loop, before what it says of the latest round has run. */
function tellRounds(pending, rounds) {
  if (pending > 0 && rounds > 1) sendWords(Int32Array.of(TOLD_ROUNDS, rounds - 1, TOLD, pending));
}

let loopBefore = 0;

/** How far a loop is whose rounds are counted, and have been for a while. */
function tellLongLoop() {
  const [, pending, rounds] = next;
  const loop = rounds > 0 ? pending : 0;
  if (loop > 0 && loop === loopBefore && at === next[0]) tellRounds(pending, rounds);
  loopBefore = loop;
}

/** Two halves at most, for what is sent gets away only between calls. */
function drainWords() {
  for (let n = 0; n < 2; n++) {
    const end = Atomics.load(state, slot.ends + half);
    if (end === 0) break;
    drainUpTo(end);
    packing.forget();
    Atomics.store(state, slot.ends + half, 0);
    half = 1 - half;
    at = seen = half * HALF;
  }
  drainUpTo(seen);
}

function drainUpTo(end) {
  while (at < end) {
    const upTo = Math.min(end, at + LARGEST);
    sendWords(packing.packed(at, upTo));
    carried += upTo - at;
    at = upTo;
  }
}

/** The recording is full: what is recorded from now on is dropped. */
let isSilent = false;

function sendWords(words) {
  if (isSilent) return;
  const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
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
