// The processes that a recorded program starts, each with a part of the recording to itself.
import { chunkKinds, type ChunkKind } from '../../core/trace/fileFormat';
import type { Focus } from '../../core/trace/focus';
import type { ProcessInRun } from '../../core/trace/model';
import { wrapped } from '../../core/trace/processes';
import type { StartedProcess } from '../../protocol/runtime';
import { RecordingListener, type BlockSource, type FileReader } from './programListener';
import { jsonPayload, type ChunkSink } from './recordingFile';
import type { ProgramListener } from './runtimeServer';

export class StartedProcesses {
  private readonly known = new Map<
    string,
    { readonly process: number; readonly listener: ProgramListener }
  >();

  constructor(
    private readonly writer: ChunkSink,
    private readonly blocks: BlockSource,
    private readonly focus?: Focus,
    private readonly read?: FileReader,
  ) {}

  /** The listener of a process; the first time it is announced in the recording. */
  listener(started: StartedProcess, pid: number): ProgramListener {
    const known = this.known.get(started.key);
    if (known !== undefined) return known.listener;
    const { how, nextCode, command } = started;
    const announced: ProcessInRun = {
      process: this.known.size + 1,
      pid,
      parent: this.known.get(started.parent)?.process ?? 0,
      how,
      ...(nextCode !== undefined && { nextCode }),
      ...(command !== undefined && { command }),
    };
    this.writer.writeJson(chunkKinds.process, announced);
    const writer = new ProcessWriter(this.writer, announced.process);
    const listener = new ProcessListener(writer, this.blocks, this.focus, this.read);
    this.known.set(started.key, { process: announced.process, listener });
    return listener;
  }
}

/** As the listener of the program, but a process that it started says itself how it ended. */
class ProcessListener extends RecordingListener {
  override outcome(...sent: Parameters<RecordingListener['outcome']>): void {
    super.outcome(...sent);
    if (this.ended !== undefined) this.writer.writeJson(chunkKinds.outcome, this.ended);
  }
}

class ProcessWriter implements ChunkSink {
  constructor(
    private readonly writer: ChunkSink,
    private readonly process: number,
  ) {}

  get redaction(): ChunkSink['redaction'] {
    return this.writer.redaction;
  }

  write(kind: ChunkKind, payload: Uint8Array): void {
    this.writer.write(chunkKinds.ofProcess, wrapped(this.process, { kind, payload }));
  }

  writeJson(kind: ChunkKind, value: unknown): void {
    this.write(kind, jsonPayload(kind, value, this.redaction));
  }
}
