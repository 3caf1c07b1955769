// The engine as its parent meets it: requests, crashes, ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EngineClient, type EngineState } from '../../../src/host/engine/engineClient';
import { EngineFailure } from '../../../src/host/engine/engineFailure';
import { RestartPolicy } from '../../../src/host/engine/restartPolicy';
import type { TraceParams } from '../../../src/protocol/engine';
import { eventually } from '../../support/eventually';
import { isAlive } from '../../support/processes';

const engine = path.resolve('dist/engine.js');

describe('the engine', () => {
  let folder: string;
  let client: EngineClient;
  let states: EngineState['kind'][];

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-engine-'));
    writeFileSync(path.join(folder, 'm.py'), program);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    states = [];
    client = new EngineClient({
      module: engine,
      onLog: () => undefined,
      onState: (state) => states.push(state.kind),
    });
  });
  afterEach(() => client.dispose());

  const traceOf = (call: string, more: Partial<TraceParams> = {}): TraceParams => ({
    file: path.join(folder, 'm.py'),
    call,
    wrapping: 'none',
    cwd: folder,
    limitMs: 10_000,
    ...more,
  });

  it('starts with the first request only', async () => {
    assert.equal(client.state.kind, 'idle');
    const { functions } = await client.request('functions', { file: '/x.py', text: 'def f(a, b=1): pass\n' });
    assert.equal(client.state.kind, 'running');
    assert.deepEqual(
      functions.map(({ path: name, parameters, isTest, calls }) => ({ name, parameters, isTest, calls })),
      [{ name: 'f', parameters: ['a', 'b'], isTest: false, calls: [] }],
    );
  });

  it('traces, and tells with which interpreter', async () => {
    const told: string[] = [];
    const result = await client.request('trace', traceOf('half(4)'), {
      onProgress: ({ interpreter }) => told.push(interpreter.description),
    });
    assert.deepEqual(told, [result.interpreter.description]);
    assert.match(result.interpreter.description, /^CPython 3\./);
    assert.deepEqual(result.outcome, { kind: 'returned', value: { type: 'float', text: '2.0' } });
    assert.equal(result.files[0]?.file, path.join(folder, 'm.py'));
    assert.match(result.files[0].sha256 ?? '', /^[\da-f]{64}$/);
    assert.equal(result.stdout, 'halving\n');
  });

  it('drives coroutines and generators', async () => {
    const answer = await client.request('trace', traceOf('later(3)', { wrapping: 'coroutine' }));
    assert.deepEqual(answer.outcome, { kind: 'returned', value: { type: 'int', text: '4' } });
    const list = await client.request('trace', traceOf('upTo(3)', { wrapping: 'generator' }));
    assert.deepEqual(list.outcome, { kind: 'returned', value: { type: 'list', text: '[0, 1, 2]' } });
  });

  it('stops a trace that has no limit, and keeps what it recorded', async () => {
    const file = path.join(folder, 'endless.py');
    writeFileSync(file, 'import time\nn = 0\nwhile True:\n    n += 1\n    time.sleep(0.01)\n');
    const stop = new AbortController();
    const { wrapping, cwd } = traceOf('');
    const params: TraceParams = { file, wrapping, cwd };
    const { outcome, stepCount, notes } = await client.request('trace', params, {
      stop: stop.signal,
      onProgress: () => {
        setTimeout(() => {
          stop.abort();
        }, 700);
      },
    });
    assert.equal(outcome.kind === 'raised' && outcome.exception.type, 'KeyboardInterrupt');
    assert.ok(stepCount > 10);
    assert.ok(notes.includes('The run was stopped.'));
  });

  it('says what is wrong with a request', async () => {
    await assert.rejects(client.request('trace', traceOf('hafl(4)')), failure('usage', /hafl.*not defined/));
    await assert.rejects(
      client.request('trace', traceOf('half(4)', { interpreter: '/no/python' })),
      failure('missing', /\/no\/python/),
    );
    await assert.rejects(
      client.request('trace', traceOf('half(4)', { limitMs: -1 })),
      failure('internal', /limitMs/),
    );
    await assert.rejects(client.request('trace', traceOf(' ')), failure('internal', /call/));
  });

  it('takes a function that the file does not call as a fault of the request', async () => {
    const whole: TraceParams = {
      file: path.join(folder, 'm.py'),
      wrapping: 'none',
      cwd: folder,
      limitMs: 10_000,
    };
    await assert.rejects(
      client.request('trace', { ...whole, entry: 'half' }),
      failure('usage', /half was not called/),
    );
  });

  it('gives up a run that is cancelled, and ends the program', async () => {
    const mark = path.join(folder, 'cancelled');
    const controller = new AbortController();
    const run = client.request('trace', traceOf(`forever(${JSON.stringify(mark)})`), {
      signal: controller.signal,
    });
    const pid = await pidIn(mark);
    controller.abort();
    await assert.rejects(run, failure('cancelled', /cancelled/));
    await eventually(
      () => isAlive(pid),
      (alive) => !alive,
    );
  });

  it('works on several requests at once', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `def f${i}(): pass\n`);
    const answers = await Promise.all(
      texts.map((text) => client.request('functions', { file: '/x.py', text })),
    );
    assert.deepEqual(
      answers.map(({ functions }) => functions[0]?.name),
      texts.map((_, i) => `f${i}`),
    );
  });

  it('is started again when it was killed; what was under way is rejected', async () => {
    const mark = path.join(folder, 'killed');
    const run = client.request('trace', traceOf(`forever(${JSON.stringify(mark)})`));
    const program = await pidIn(mark);
    const before = pidOf(client);
    process.kill(before, 'SIGKILL');
    await assert.rejects(run, failure('ended', /engine ended while it worked on this \(signal SIGKILL\)/));
    const { functions } = await client.request('functions', { file: '/x.py', text: 'def f(): pass\n' });
    assert.equal(functions.length, 1);
    assert.notEqual(pidOf(client), before);
    assert.deepEqual(states, ['running', 'restarting', 'running']);
    if (isAlive(program)) process.kill(program, 'SIGKILL');
  });

  it('ends, with the programs it runs, when its parent is killed', async () => {
    const mark = path.join(folder, 'orphan');
    const parent = spawn(
      process.execPath,
      [
        '-e',
        parentProgram,
        engine,
        JSON.stringify({ params: traceOf(`forever(${JSON.stringify(mark)})`), progressToken: 1 }),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const child = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => {
        resolve(Number(text.toString()));
      });
    });
    const program = await pidIn(mark);
    parent.kill('SIGKILL');
    await eventually(
      () => isAlive(child) || isAlive(program),
      (alive) => !alive,
      5_000,
    );
  });

  it('ends when it is disposed of', async () => {
    await client.request('functions', { file: '/x.py', text: '' });
    const pid = pidOf(client);
    await client.dispose();
    assert.equal(isAlive(pid), false);
    await assert.rejects(
      client.request('functions', { file: '/x.py', text: '' }),
      failure('cancelled', /shutting down/),
    );
  });
});

describe('an engine that cannot stay alive', () => {
  let folder: string;
  let client: EngineClient;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-crash-'));
    writeFileSync(path.join(folder, 'crash.js'), 'process.exit(7)');
  });
  after(async () => {
    await client.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is given up, says so, and starts when it is asked for', async () => {
    const states: EngineState['kind'][] = [];
    client = new EngineClient({
      module: path.join(folder, 'crash.js'),
      onLog: () => undefined,
      onState: (state) => states.push(state.kind),
      policy: new RestartPolicy({ quickMs: 60_000, pausesMs: [0, 10] }),
    });
    const ask = (): Promise<unknown> => client.request('functions', { file: '/x.py', text: '' });
    await assert.rejects(ask(), failure('ended', /exit code 7/));
    await eventually(
      () => client.state.kind,
      (kind) => kind === 'stopped',
    );
    assert.deepEqual(states, ['running', 'restarting', 'running', 'restarting', 'running', 'stopped']);
    await assert.rejects(ask(), failure('stopped', /several times in a row \(last: exit code 7\)/));
    await client.restart();
    assert.equal(client.state.kind, 'running');
  });
});

const program = `
import os, time

def half(n):
    print('halving')
    return n / 2

async def later(n):
    return n + 1

def upTo(n):
    for i in range(n):
        yield i

def forever(mark):
    with open(mark, 'w') as file:
        file.write(str(os.getpid()))
    while True:
        time.sleep(0.01)
`;

/** Starts an engine, prints its process id, sends it a request and waits. */
const parentProgram = `
const engine = require('node:child_process').fork(process.argv[1], [], { execArgv: [] });
console.log(engine.pid);
engine.send({ jsonrpc: '2.0', id: 1, method: 'trace', params: JSON.parse(process.argv[2]) });
setInterval(() => undefined, 1000);
`;

function failure(kind: EngineFailure['kind'], message: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof EngineFailure, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    return true;
  };
}

function pidOf(client: EngineClient): number {
  const { state } = client;
  assert.ok(state.kind === 'running' && state.pid !== undefined, state.kind);
  return state.pid;
}

/** The number that a program writes into a file. */
async function pidIn(file: string): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  return eventually(
    async () => Number(await readFile(file, 'utf8').catch(() => '')),
    (pid) => pid > 0,
  );
}
