// The debug adapter, spoken to in its own protocol.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { recordingHandlers } from '../../../src/host/engine/recordingHandlers';
import { Recordings } from '../../../src/host/recordings/recordings';
import { RecordingStore } from '../../../src/host/store/recordingStore';
import { type AskEngine, ReplaySession } from '../../../src/host/replay/replaySession';
import type { ParamsOf } from '../../../src/protocol/engine';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { assets, record } from '../recorder/recordFixture';

const program = `from collections import namedtuple

Row = namedtuple('Row', 'name cents')
limit = 3

def add(row, total):
    new = total + row.cents
    return new

def run(rows):
    total = 0
    for row in rows:
        total = add(row, total)
    return 10 // (total - 6)

def main():
    run([Row('a', 1), Row('b', 2), Row('c', 3)])
`;

describe('the debug adapter that replays', () => {
  let folder: string;
  let file: string;
  let client: Client;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-replay-'));
    file = path.join(folder, 'rows.py');
    writeFileSync(file, program);
    await record(file, { granularity: 'line', call: 'main()', out: path.join(folder, 'rows.witness') });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    client = new Client();
  });

  const start = (more: object = {}, breakpoints: DebugProtocol.SourceBreakpoint[] = []) =>
    client.start({ recording: path.join(folder, 'rows.witness'), ...more }, file, breakpoints);

  it('stops at the raise where there is no breakpoint, with its message', async () => {
    assert.equal((await start()).reason, 'exception');
    assert.deepEqual(await client.stack(), [
      `run([Row(name='a', cents=1), Row(name='b', cents=2), Row(name='c', cents=3)]) 14`,
      'main(…) 17',
    ]);
    const info = await client.request<DebugProtocol.ExceptionInfoResponse>('exceptionInfo', { threadId: 1 });
    assert.equal(info.body.exceptionId, 'ZeroDivisionError');
  });

  it('steps over, into and out of calls, and back the same way', async () => {
    assert.equal((await start({ stopOnEntry: true })).reason, 'entry');
    assert.equal(await client.line(), 17);
    await client.go('stepIn');
    assert.equal(await client.line(), 11);
    await client.go('next');
    await client.go('next');
    assert.equal(await client.line(), 13);
    await client.go('stepIn');
    assert.equal(await client.line(), 7);
    await client.go('stepOut');
    assert.equal(await client.line(), 12);
    await client.go('stepBack');
    assert.equal(await client.line(), 13);
    await client.go('stepBack');
    assert.equal(await client.line(), 12);
  });

  it('shows variables as they are before the line runs, in each frame', async () => {
    await start({}, [{ line: 7, condition: 'row.cents == 2' }]);
    assert.equal(await client.line(), 7);
    assert.deepEqual(await client.locals(0), [`row = Row(name='b', cents=2)`, 'total = 1']);
    const outer = await client.locals(1);
    assert.ok(outer.includes('total = 1') && outer.includes(`row = Row(name='b', cents=2)`), outer.join());
    await client.go('next');
    assert.deepEqual((await client.locals(0)).slice(-1), ['new = 3']);
  });

  it('takes values apart when they are opened', async () => {
    await start({}, [{ line: 7 }]);
    const row = (await client.variables(await client.scope(0, 'Locals'))).find(({ name }) => name === 'row');
    assert.ok(row && row.variablesReference > 0);
    assert.deepEqual(
      (await client.variables(row.variablesReference)).map(({ name, value }) => `${name} = ${value}`),
      [`name = 'a'`, 'cents = 1'],
    );
    const globals = await client.variables(await client.scope(0, 'Globals'));
    assert.ok(globals.some(({ name, value }) => name === 'limit' && value === '3'));
  });

  it('stops at breakpoints forwards and backwards, also conditional ones', async () => {
    await start({}, [{ line: 7, condition: 'total >= 1' }]);
    const seen: string[] = [];
    for (const motion of ['continue', 'continue', 'reverseContinue', 'reverseContinue']) {
      seen.push((await client.locals(0)).find((text) => text.startsWith('total')) ?? '');
      await client.go(motion);
    }
    assert.deepEqual(seen, ['total = 1', 'total = 3', 'total = 6', 'total = 3']);
    await client.go('reverseContinue');
    assert.equal(client.last.reason, 'entry');
  });

  it('verifies breakpoints where the recording has code', async () => {
    await start({}, [{ line: 6 }, { line: 400 }]);
    assert.deepEqual(
      client.breakpoints.map(({ verified, line }) => ({ verified, line })),
      [
        { verified: true, line: 6 },
        { verified: false, line: undefined },
      ],
    );
  });

  it('evaluates watches over what was recorded, and says what was not', async () => {
    await start({}, [{ line: 7, condition: 'total == 3' }]);
    assert.equal(await client.evaluate('row.cents + total'), '6');
    assert.equal(await client.evaluate('limit > 2'), 'True');
    await assert.rejects(client.evaluate('row.pay()'), /calls nothing/);
    await assert.rejects(client.evaluate('nothing_such'), /not recorded/);
  });

  it('ends when it is asked to go beyond the end', async () => {
    await start();
    for (let i = 0; i < 6 && !client.isOver; i++) await client.go('continue');
    assert.ok(client.isOver);
  });

  it('says that a recording is gone', async () => {
    await assert.rejects(start({ recording: path.join(folder, 'none.witness') }), /cannot be read/);
  });
});

class Client {
  last: DebugProtocol.StoppedEvent['body'] = { reason: '' };
  isOver = false;
  breakpoints: DebugProtocol.Breakpoint[] = [];
  private readonly session: ReplaySession;
  private readonly waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  private onEvent: ((event: DebugProtocol.Event) => void)[] = [];
  private seq = 0;

  constructor() {
    const handlers = recordingHandlers(
      new Recordings(new SyntaxService(assets), RecordingStore.ofUser(process.env)),
    );
    const ask = ((method: keyof typeof handlers, params: ParamsOf<never>) =>
      (handlers[method] as (given: unknown, context: unknown) => Promise<unknown>)(params, {})) as AskEngine;
    this.session = new ReplaySession(ask);
    this.session.onDidSendMessage((message) => {
      const known = message as DebugProtocol.ProtocolMessage;
      if (known.type === 'response') {
        const response = known as DebugProtocol.Response;
        this.waiting.get(response.request_seq)?.(response);
      } else this.event(known as DebugProtocol.Event);
    });
  }

  async start(
    launch: object,
    file: string,
    breakpoints: DebugProtocol.SourceBreakpoint[],
  ): Promise<DebugProtocol.StoppedEvent['body']> {
    await this.request('initialize', { adapterID: 'witness', linesStartAt1: true, pathFormat: 'path' });
    await this.request('launch', launch);
    const set = await this.request<DebugProtocol.SetBreakpointsResponse>('setBreakpoints', {
      source: { path: file },
      breakpoints,
    });
    this.breakpoints = set.body.breakpoints;
    await this.request('setExceptionBreakpoints', { filters: ['uncaught'] });
    const stopped = this.nextStop();
    await this.request('configurationDone', {});
    await stopped;
    return this.last;
  }

  async request<R extends DebugProtocol.Response>(command: string, args: object): Promise<R> {
    const seq = ++this.seq;
    const answered = new Promise<DebugProtocol.Response>((resolve) => this.waiting.set(seq, resolve));
    this.session.handleMessage({ seq, type: 'request', command, arguments: args } as DebugProtocol.Request);
    const response = await answered;
    if (!response.success) throw new Error(response.message);
    return response as R;
  }

  async go(command: string): Promise<void> {
    const stopped = this.nextStop();
    await this.request(command, { threadId: 1 });
    await stopped;
  }

  async line(): Promise<number> {
    return Number((await this.stack())[0]?.split(' ').at(-1));
  }

  async stack(): Promise<string[]> {
    const { body } = await this.request<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
    return body.stackFrames.map(({ name, line }) => `${name} ${line}`);
  }

  async scope(depth: number, name: string): Promise<number> {
    const stack = await this.request<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
    const frameId = stack.body.stackFrames[depth]?.id;
    const { body } = await this.request<DebugProtocol.ScopesResponse>('scopes', { frameId });
    return body.scopes.find((scope) => scope.name === name)?.variablesReference ?? 0;
  }

  async variables(variablesReference: number): Promise<DebugProtocol.Variable[]> {
    const { body } = await this.request<DebugProtocol.VariablesResponse>('variables', { variablesReference });
    return body.variables;
  }

  async locals(depth: number): Promise<string[]> {
    const list = await this.variables(await this.scope(depth, 'Locals'));
    return list.map(({ name, value }) => `${name} = ${value}`);
  }

  async evaluate(expression: string): Promise<string> {
    const { body } = await this.request<DebugProtocol.EvaluateResponse>('evaluate', { expression });
    return body.result;
  }

  private nextStop(): Promise<void> {
    return new Promise((resolve) => {
      this.onEvent.push(({ event }) => {
        if (event === 'stopped' || event === 'terminated') resolve();
      });
    });
  }

  private event(event: DebugProtocol.Event): void {
    if (event.event === 'stopped') this.last = (event as DebugProtocol.StoppedEvent).body;
    if (event.event === 'terminated') this.isOver = true;
    const listeners = this.onEvent;
    if (event.event === 'stopped' || event.event === 'terminated') this.onEvent = [];
    for (const listener of listeners) listener(event);
  }
}
