// A run of a fragment as a recording in the store, so that the views of recordings and the debugger can show it.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Selection } from '../../core/fragment/selection';
import { chunkKinds } from '../../core/trace/fileFormat';
import type { Outcome, RunDescription } from '../../core/trace/model';
import { moduleSchema } from '../../core/trace/schemas';
import { Redaction } from '../../core/trace/secrets';
import { recordsSchema } from '../../protocol/runtime';
import { Failure } from '../failure';
import type { JobAnswer } from '../sandbox/sandboxProcess';
import type { RecordingStore } from '../store/recordingStore';
import { RecordingListener } from '../trace/programListener';
import { RecordingWriter } from '../trace/recordingFile';
import { redacted } from '../trace/redactedRecords';

const moduleParts = moduleSchema.shape.module.shape;

/** What the runtime sends of a run that it was asked to record. It comes out of code that nobody has vouched for. */
const answerSchema = z.object({
  outcome: z.object({
    kind: z.string(),
    exception: z
      .object({ type: z.string(), message: z.string(), line: z.number().int().nullable() })
      .optional(),
  }),
  recording: z.object({
    functions: moduleParts.functions,
    blocks: moduleParts.blocks,
    firstCode: z.number().int().nonnegative(),
    codes: moduleSchema.shape.codes,
    events: z.array(z.number().int().nonnegative().max(0xffffffff)),
    records: recordsSchema,
    isFull: z.boolean(),
  }),
});

type Answer = z.infer<typeof answerSchema>;

export interface FragmentRun {
  readonly file: string;
  /** As it stands in the editor. */
  readonly text: string;
  readonly cwd: string;
  readonly selection: Selection;
  /** E.g. `CPython 3.11.7`. */
  readonly interpreter: string;
  readonly limitMs: number;
}

/** Keeps the recording; gives its path. @throws Failure where the run left none, or it cannot be kept. */
export async function keepFragment(run: FragmentRun, job: JobAnswer, store: RecordingStore): Promise<string> {
  const answer = answerOf(job);
  const { id, part } = await store.begin();
  const redaction = new Redaction([]);
  const writer = await RecordingWriter.create(part, undefined, redaction);
  writer.writeJson(chunkKinds.run, description(run));
  const listener = new RecordingListener(writer, () => Promise.resolve(undefined));
  const { recording } = answer;
  writer.writeJson(chunkKinds.module, moduleOf(run, recording));
  listener.events(Buffer.from(Uint32Array.from(recording.events).buffer));
  listener.records(recording.records.map((record) => redacted(record, redaction)));
  listener.note('A piece of a file, run in the sandbox. Values that begin with ~ were invented.');
  if (recording.isFull) listener.note('The recording ends before the run: it had become too long.');
  writer.writeJson(chunkKinds.outcome, outcomeOf(answer, run));
  await writer.close();
  await store.keep(id);
  return store.pathOf(id);
}

function answerOf(job: JobAnswer): Answer {
  const answer = answerSchema.safeParse(job.result === null ? undefined : JSON.parse(job.result));
  if (answer.success) return answer.data;
  const reason = job.stopped === null ? 'it did not end by itself' : `its ${job.stopped} limit ended it`;
  throw new Failure(
    'usage',
    `The run cannot be replayed: ${reason}.`,
    'Run a smaller piece, or give the values that make it run so long.',
  );
}

function description({ file, cwd, selection, interpreter }: FragmentRun): RunDescription {
  const { startLine, endLine } = selection;
  return {
    file,
    language: 'python',
    piece: { startLine, endLine },
    arguments: [],
    cwd,
    granularity: 'line',
    steps: 'all',
    interpreter,
    startedAt: new Date().toISOString(),
  };
}

/** The fragment itself bears the name of the function that it was taken from. */
function moduleOf({ file, text, selection }: FragmentRun, recording: Answer['recording']): unknown {
  const { functions, blocks, firstCode, codes } = recording;
  const [own, ...others] = functions;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const named = own === undefined ? [] : [{ ...own, path: selection.within ?? own.path }];
  return { module: { file, sha256, functions: [...named, ...others], blocks }, firstCode, codes };
}

function outcomeOf({ outcome }: Answer, { file, limitMs }: FragmentRun): Outcome {
  if (outcome.kind === 'timeout') return { kind: 'timeout', limitMs };
  if (outcome.exception === undefined) return { kind: 'returned' };
  const { type, message, line } = outcome.exception;
  return { kind: 'raised', exception: { type, message, ...(line !== null && { line }) }, path: file };
}
