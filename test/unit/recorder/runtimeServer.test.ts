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
});

function say(program: Socket, kind: number, value: unknown): void {
  program.write(encodeFrame(kind, Buffer.from(JSON.stringify(value))));
}

function ignore(): void {
  // The test does not need to hear it.
}
