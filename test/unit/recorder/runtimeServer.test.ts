import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fromProgram, type Stopped } from '../../../src/protocol/runtime';
import { encodeFrame } from '../../../src/host/trace/frameReader';
import { RuntimeServer, type ProgramListener } from '../../../src/host/trace/runtimeServer';
import { eventually } from '../../support/eventually';

describe('the line to a recorded program', () => {
  it('hears where the program stands when it is stopped, also while the disk is too slow for what it recorded', async () => {
    let words = 0;
    let stopped: Stopped | undefined;
    const listener: ProgramListener = {
      blocksWanted: () => Promise.resolve(undefined),
      module: ignore,
      events: () => words++,
      records: ignore,
      outcome: ignore,
      stopped: (where) => (stopped = where),
      tests: ignore,
      note: ignore,
    };
    const server = await RuntimeServer.open(listener, () => listener);
    server.behind = () => new Promise(ignore);
    const program = connect(server.address);
    try {
      say(program, fromProgram.hello, { token: server.token, role: 'tell', pid: process.pid });
      program.write(encodeFrame(fromProgram.events, Buffer.alloc(8)));
      await eventually(() => words, Boolean);
      program.once('data', () => {
        program.write(encodeFrame(fromProgram.events, Buffer.alloc(8)));
        say(program, fromProgram.stopped, { threads: [{ main: true, stack: [], locals: null }] });
        program.end();
      });
      await Promise.all([server.requestStop(), once(program, 'close')]);
      assert.deepEqual(stopped, { threads: [{ main: true, stack: [], locals: null }] });
      assert.equal(words, 2);
    } finally {
      program.destroy();
      await server.dispose();
    }
  });

  for (const [what, kind] of [
    ['blocks', fromProgram.blocksWanted],
    ['a source', fromProgram.sourceWanted],
    ['values', fromProgram.records],
  ] as const) {
    it(`is given up where a process asks for ${what} in bytes that mean nothing, and others go on`, async () => {
      const notes: string[] = [];
      const server = await RuntimeServer.open({ ...deaf, note: (text) => notes.push(text) }, () => deaf);
      const [broken, other] = [connect(server.address), connect(server.address)];
      try {
        for (const program of [broken, other]) {
          say(program, fromProgram.hello, { token: server.token, role: 'ask', pid: process.pid });
        }
        broken.write(encodeFrame(kind, Buffer.from('\0\x01 no JSON')));
        broken.on('error', ignore).resume();
        await once(broken, 'close');
        assert.match(notes.join(), /could not be read/);
        say(other, fromProgram.blocksWanted, { path: '/a.py', sha256: '0'.repeat(64) });
        const [answer] = (await once(other, 'data')) as [Buffer];
        assert.equal(answer.subarray(5).toString(), 'null');
      } finally {
        broken.destroy();
        other.destroy();
        await server.dispose();
      }
    });
  }
});

function say(program: Socket, kind: number, value: unknown): void {
  program.write(encodeFrame(kind, Buffer.from(JSON.stringify(value))));
}

const deaf: ProgramListener = {
  blocksWanted: () => Promise.resolve(undefined),
  module: ignore,
  events: ignore,
  records: ignore,
  outcome: ignore,
  stopped: ignore,
  tests: ignore,
  note: ignore,
};

function ignore(): void {
  // The test does not need to hear it.
}
