// The engine's end of the line to a recorded program.
import { createServer, type Server, type Socket } from 'node:net';
import {
  aliasWantedSchema,
  blocksWantedSchema,
  fromProgram,
  helloSchema,
  moduleSchema,
  noteSchema,
  outcomeSchema,
  recordsSchema,
  sourceWantedSchema,
  stoppedSchema,
  testsSchema,
  toProgram,
  type AliasAnswer,
  type AliasWanted,
  type AnnouncedModule,
  type BlockAnswer,
  type SentOutcome,
  type SentRecords,
  type SentTests,
  type SourceAnswer,
  type SourceWanted,
  type StartedProcess,
  type Stopped,
} from '../../protocol/runtime';
import { listenPrivately, newToken, type PrivateAddress } from '../platform/sockets';
import { encodeFrame, FrameReader, type Frame } from './frameReader';

/** What a program tells; called in the order in which it said it. */
export interface ProgramListener {
  /** The blocks of a file, or undefined where they cannot be had: the program then records statement by statement. */
  blocksWanted(path: string, sha256: string): Promise<BlockAnswer | undefined>;
  module(module: AnnouncedModule): void;
  /** u32le words. */
  events(words: Buffer): void;
  records(records: SentRecords): void;
  outcome(outcome: SentOutcome): void;
  stopped(where: Stopped): void;
  tests(tests: SentTests): void;
  note(text: string): void;
  /** Of a listener to JavaScript programs: the text to run instead of a file's own. */
  sourceWanted?(wanted: SourceWanted): Promise<SourceAnswer>;
  aliasWanted?(wanted: AliasWanted): AliasAnswer;
}

/** The listener of a process that the program started. */
export type ListenerOfProcess = (started: StartedProcess, pid: number) => ProgramListener;

/** Serves one recorded program and the processes that it starts. What it says is checked; a line that says something else is cut. */
export class RuntimeServer {
  private readonly sockets = new Set<Socket>();
  private readonly tellers = new Set<Socket>();
  private telling: Socket | undefined;
  private stopping = false;

  /** While what was received cannot be written: a promise of when it has been. */
  behind: () => Promise<void> | undefined = () => undefined;

  private constructor(
    private readonly server: Server,
    private readonly where: PrivateAddress,
    readonly token: string,
    private readonly listener: ProgramListener,
    private readonly ofProcess: ListenerOfProcess,
  ) {
    server.on('connection', (socket) => {
      this.accept(socket);
    });
  }

  static async open(listener: ProgramListener, ofProcess: ListenerOfProcess): Promise<RuntimeServer> {
    const server = createServer();
    return new RuntimeServer(server, await listenPrivately(server), newToken(), listener, ofProcess);
  }

  get address(): string {
    return this.where.address;
  }

  /**
   * Asks the program where it stands and for all that it has; resolves when it has hung up. What it says now is taken
   * at once, written or not: it has little time to say it.
   */
  async requestStop(): Promise<void> {
    const { telling } = this;
    if (telling === undefined) return;
    this.stopping = true;
    telling.resume();
    telling.write(encodeFrame(toProgram.stop, Buffer.alloc(0)));
    await closed(telling);
  }

  /** Takes no more from a process while what it sent cannot be written: then the process waits, too. */
  private waitUntilWritten(socket: Socket): void {
    const written = this.behind();
    if (written === undefined || this.stopping) return;
    socket.pause();
    void written.then(() => socket.resume());
  }

  /** Tells all processes to record no more. */
  requestSilence(): void {
    for (const socket of this.tellers) socket.write(encodeFrame(toProgram.silence, Buffer.alloc(0)));
  }

  /** Resolves when everything that was sent has been received: the lines are closed at the end of their process. */
  async drained(): Promise<void> {
    do {
      // A process may have connected and ended before its line was accepted.
      await polled();
      await Promise.all([...this.sockets].map((socket) => closed(socket)));
      await polled();
    } while (this.sockets.size > 0);
  }

  async dispose(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    await this.where.dispose();
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    const reader = new FrameReader();
    let listener: ProgramListener | undefined;
    socket.on('data', (bytes) => {
      try {
        for (const frame of reader.push(bytes)) {
          if (listener === undefined) listener = this.greet(socket, frame);
          else this.receive(listener, socket, frame);
        }
        this.waitUntilWritten(socket);
      } catch {
        listener?.note('The recording ends before the program: what came from it then could not be read.');
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.tellers.delete(socket);
    });
  }

  private greet(socket: Socket, frame: Frame): ProgramListener {
    const hello = frame.kind === fromProgram.hello ? helloSchema.parse(json(frame)) : undefined;
    if (hello?.token !== this.token) throw new Error('A stranger on the line.');
    if (hello.role === 'tell') this.tellers.add(socket);
    if (hello.process !== undefined) return this.ofProcess(hello.process, hello.pid);
    if (hello.role === 'tell') this.telling = socket;
    return this.listener;
  }

  private receive(listener: ProgramListener, socket: Socket, frame: Frame): void {
    if (frame.kind === fromProgram.events) listener.events(frame.payload);
    else if (frame.kind === fromProgram.records) listener.records(recordsSchema.parse(json(frame)));
    else if (frame.kind === fromProgram.module) listener.module(moduleSchema.parse(json(frame)));
    else if (frame.kind === fromProgram.outcome) listener.outcome(outcomeSchema.parse(json(frame)));
    else if (frame.kind === fromProgram.stopped) listener.stopped(stoppedSchema.parse(json(frame)));
    else if (frame.kind === fromProgram.tests) listener.tests(testsSchema.parse(json(frame)));
    else if (frame.kind === fromProgram.note) listener.note(noteSchema.parse(json(frame)).text);
    else if (frame.kind === fromProgram.sourceWanted) {
      const wanted = sourceWantedSchema.or(aliasWantedSchema).parse(json(frame));
      void this.answerSource(listener, socket, wanted);
    } else if (frame.kind === fromProgram.blocksWanted) {
      void this.answer(listener, socket, blocksWantedSchema.parse(json(frame)));
    }
  }

  private async answer(
    listener: ProgramListener,
    socket: Socket,
    { path, sha256 }: ReturnType<typeof blocksWantedSchema.parse>,
  ): Promise<void> {
    const answer = await listener.blocksWanted(path, sha256).catch(() => undefined);
    socket.write(encodeFrame(toProgram.blocks, Buffer.from(JSON.stringify(answer ?? null))));
  }

  private async answerSource(
    listener: ProgramListener,
    socket: Socket,
    wanted: SourceWanted | AliasWanted,
  ): Promise<void> {
    const answer =
      'specifier' in wanted
        ? listener.aliasWanted?.(wanted)
        : await listener.sourceWanted?.(wanted).catch(() => null);
    socket.write(encodeFrame(toProgram.source, Buffer.from(JSON.stringify(answer ?? null))));
  }
}

/** Resolves when the event loop has looked for new connections and bytes. */
async function polled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

function json(frame: Frame): unknown {
  return JSON.parse(frame.payload.toString('utf8'));
}

function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}
