// Writes what a recorded program tells into a recording, and answers its questions about blocks.
import { createHash } from 'node:crypto';
import { chunkKinds } from '../../core/trace/fileFormat';
import type {
  NamedValue,
  Outcome,
  RecordedModule,
  StoppedThread,
  TracedValue,
  ValueRecord,
} from '../../core/trace/model';
import type { SourceModel } from '../../core/syntax/model';
import { functionsInFocus, type Focus } from '../../core/trace/focus';
import type {
  AnnouncedModule,
  BlockAnswer,
  SentOutcome,
  SentRecords,
  SentTests,
  Stopped,
} from '../../protocol/runtime';
import { readRegularFile } from '../platform/regularFile';
import { blockAnswer, moduleInRun, recordedModule } from './recordedModules';
import type { ChunkSink } from './recordingFile';
import type { ProgramListener } from './runtimeServer';
import { testResults } from './sentTests';

/** The blocks of a file's bytes; undefined where its text or language cannot be read. */
export type BlockSource = (path: string, bytes: Uint8Array) => Promise<SourceModel | undefined>;

/** The bytes that run under the name of a file. */
export type FileReader = (path: string) => Promise<Uint8Array>;

export class RecordingListener implements ProgramListener {
  /** How the program said it ended; undefined when it was killed. */
  ended: Outcome | undefined;
  where: StoppedThread | undefined;
  /** Which tests the runner knows, where it does not know the one that was asked for. */
  unknownTest: { readonly known: readonly string[] } | undefined;
  private readonly modules = new Map<string, RecordedModule>();

  constructor(
    protected readonly writer: ChunkSink,
    private readonly blocks: BlockSource,
    private readonly focus?: Focus,
    private readonly read: FileReader = readRegularFile,
  ) {}

  async blocksWanted(path: string, sha256: string): Promise<BlockAnswer | undefined> {
    const bytes = await this.read(path);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) return undefined;
    const model = await this.blocks(path, bytes);
    if (model === undefined) return undefined;
    this.modules.set(path, recordedModule(model, path, sha256));
    const { focus } = this;
    return blockAnswer(model, focus === undefined ? [] : functionsInFocus(model, path, focus));
  }

  module(announced: AnnouncedModule): void {
    this.writer.writeJson(chunkKinds.module, moduleInRun(announced, this.modules.get(announced.path)));
  }

  events(words: Buffer): void {
    this.writer.write(chunkKinds.events, words);
  }

  records(records: SentRecords): void {
    this.writer.writeJson(chunkKinds.records, records.map(valueRecord));
  }

  outcome(sent: SentOutcome): void {
    this.ended = outcomeOf(sent);
  }

  tests(sent: SentTests): void {
    if (sent.unknown === true) this.unknownTest = { known: sent.known ?? [] };
    const { runner } = sent;
    this.writer.writeJson(chunkKinds.tests, {
      ...(runner !== undefined && { runner }),
      tests: testResults(sent),
    });
  }

  note(text: string): void {
    this.writer.writeJson(chunkKinds.note, { text });
  }

  stopped({ threads }: Stopped): void {
    const main = threads.find((thread) => thread.main) ?? threads[0];
    if (main !== undefined) {
      const stack = main.stack.map((entry) => ({ ...entry, line: entry.line ?? 0 }));
      this.where = { stack, ...(main.locals !== null && { locals: main.locals.values.map(namedValue) }) };
    }
  }
}

function valueRecord(sent: SentRecords[number]): ValueRecord {
  const { n, kind, values, returned, line, type, message, origin } = sent;
  return {
    n,
    kind,
    ...(values !== undefined && { values: values.map(namedValue) }),
    ...(returned !== undefined && { returned: typedValue(returned) }),
    ...(line !== undefined && {
      raised: { line, type: type ?? '', message: message ?? '', origin: origin ?? false },
    }),
  };
}

function outcomeOf(sent: SentOutcome): Outcome {
  if (sent.kind === 'returned') {
    return { kind: 'returned', ...(sent.value !== undefined && { value: typedValue(sent.value) }) };
  }
  if (sent.kind === 'exited') return sent;
  const { type, message, line } = sent.exception;
  return {
    kind: 'raised',
    exception: { type, message, ...(line !== null && { line }) },
    ...(sent.path !== null && { path: sent.path }),
  };
}

function namedValue([name, type, text]: readonly [string, string, string]): NamedValue {
  return { name, type, text };
}

function typedValue([type, text]: readonly [string, string]): TracedValue {
  return { type, text };
}
