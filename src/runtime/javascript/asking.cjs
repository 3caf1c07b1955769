'use strict';
// A line to the engine for those who can wait for its answers without blocking: hooks for modules, and plugins.
const net = require('node:net');
const { encode, FrameReader, kinds } = require('./frames.cjs');

class AskingLine {
  constructor(address, token) {
    this.waiting = [];
    const where = address.startsWith('tcp:')
      ? { host: '127.0.0.1', port: Number(address.slice(4)) }
      : { path: address };
    this.socket = net.connect(where);
    const reader = new FrameReader();
    this.socket.on('data', (bytes) => {
      for (const { kind, payload } of reader.push(bytes)) {
        if (kind === kinds.source) this.waiting.shift()?.(JSON.parse(payload.toString()));
      }
    });
    const lost = () => {
      this.isLost = true;
      for (const answer of this.waiting.splice(0)) answer(undefined);
    };
    this.socket.on('error', lost);
    this.socket.on('close', lost);
    this.send(kinds.hello, { token, role: 'ask', pid: process.pid });
  }

  ask(question) {
    if (this.isLost) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.send(kinds.sourceWanted, question);
    });
  }

  send(kind, value) {
    this.socket.write(encode(kind, Buffer.from(JSON.stringify(value))));
  }
}

module.exports = { AskingLine };
