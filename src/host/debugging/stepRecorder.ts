// The steps of one test of a program, recorded in the sandbox: also those of programs that nobody has vouched for.
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as z from 'zod';
import { blockSteps, type BlockSteps } from '../../core/debugging/model/blockSteps';
import type { SourceModel } from '../../core/syntax/model';
import { chunkKinds, type ChunkKind } from '../../core/trace/fileFormat';
import type { Outcome, RunDescription } from '../../core/trace/model';
import type { PlainChunk } from '../../core/trace/payloads';
import { readRecording } from '../../core/trace/reading';
import type { Recording } from '../../core/trace/recording';
import { moduleSchema, recordsSchema } from '../../protocol/runtime';
import type { SandboxPool } from '../sandbox/sandboxPool';
import { RecordingListener } from '../trace/programListener';
import { blockAnswer, moduleInRun, recordedModule } from '../trace/recordedModules';
import type { ChunkSink } from '../trace/recordingFile';
import type { ProgramPlace } from './programPlace';

const answerSchema = z.object({
  module: moduleSchema,
  events: z.base64(),
  records: recordsSchema,
  outcome: z.object({
    kind: z.enum(['returned', 'raised', 'timeout']),
    exception: z
      .object({ type: z.string(), message: z.string(), line: z.number().int().nullable() })
      .optional(),
  }),
  isFull: z.boolean(),
});
type Answer = z.infer<typeof answerSchema>;

/** Values that are kept of one run; beyond it, the run is made again with samples only. */
const mostRecords = 20_000;
/** Characters of a value's text. */
const valueBudget = 160;
const mostBytes = 64 * 1024 * 1024;
const graceMs = 2000;

export interface RecordedTest {
  readonly source: string;
  readonly model: SourceModel;
  /** The statements of the test. */
  readonly test: string;
}

export class StepRecorder {
  constructor(
    private readonly pool: SandboxPool,
    private readonly place: ProgramPlace,
    private readonly limitMs: number,
    private readonly signal?: AbortSignal,
  ) {}

  /** Undefined where the run left nothing behind. @throws Failure when cancelled */
  async record(asked: RecordedTest): Promise<Recording | undefined> {
    const all = await this.run(asked, 'all');
    if (all?.isFull !== true) return all && this.recordingOf(asked, all, 'all');
    const sampled = await this.run(asked, 'sampled');
    return sampled === undefined
      ? this.recordingOf(asked, all, 'all')
      : this.recordingOf(asked, sampled, 'sampled');
  }

  /** The same as the steps that a model reads. @throws Failure when cancelled */
  async steps(asked: RecordedTest): Promise<BlockSteps | undefined> {
    const recording = await this.record(asked);
    return recording && blockSteps(recording, asked.model);
  }

  private async run(
    { source, model, test }: RecordedTest,
    steps: 'all' | 'sampled',
  ): Promise<Answer | undefined> {
    const { place, limitMs } = this;
    const blocks = blockAnswer(model, []);
    const argument = { ...place, source, test, blocks, limitMs, valueBudget, steps, mostRecords };
    const job = { module: 'witness_debugging.stepping', function: 'record', argument };
    const { result } = await this.pool.run({ ...job, limitMs: limitMs + graceMs }, this.signal);
    if (result === null) return undefined;
    const answer = answerSchema.safeParse(JSON.parse(result));
    return answer.success ? answer.data : undefined;
  }

  private recordingOf(
    { source, model, test }: RecordedTest,
    answer: Answer,
    steps: 'all' | 'sampled',
  ): Recording {
    const { file, cwd } = this.place;
    const chunks = new Chunks();
    const run: RunDescription = {
      file,
      language: 'python',
      call: test,
      arguments: [],
      cwd,
      granularity: 'block',
      steps,
      interpreter: 'CPython',
      startedAt: new Date().toISOString(),
    };
    chunks.writeJson(chunkKinds.run, run);
    const sha256 = createHash('sha256').update(source).digest('hex');
    const module = moduleInRun(answer.module, recordedModule(model, file, sha256));
    chunks.writeJson(chunkKinds.module, module);
    const listener = new RecordingListener(chunks, () => Promise.resolve(undefined));
    listener.events(inflateSync(Buffer.from(answer.events, 'base64'), { maxOutputLength: mostBytes }));
    listener.records(answer.records);
    if (answer.isFull) listener.note('The recording ends before the run: it had become too long.');
    chunks.writeJson(chunkKinds.outcome, outcomeOf(answer, this.limitMs));
    return readRecording(chunks.list);
  }
}

/** A recording in memory. */
class Chunks implements ChunkSink {
  readonly list: PlainChunk[] = [];

  write(kind: ChunkKind, payload: Uint8Array): void {
    this.list.push({ kind, payload });
  }

  writeJson(kind: ChunkKind, value: unknown): void {
    this.write(kind, new TextEncoder().encode(JSON.stringify(value)));
  }
}

function outcomeOf({ outcome }: Answer, limitMs: number): Outcome {
  if (outcome.kind === 'timeout') return { kind: 'timeout', limitMs };
  if (outcome.exception === undefined) return { kind: 'returned' };
  const { type, message, line } = outcome.exception;
  return { kind: 'raised', exception: { type, message, ...(line !== null && { line }) } };
}
