// From the chunks of a file to a recording.
import { chunkKinds, UnreadableRecording } from './fileFormat';
import type { ModuleInRun, Outcome, RunDescription, TestResults, ValueRecord } from './model';
import { eventsOf, OutputCollector, parsed, type PlainChunk } from './payloads';
import { byProcess, type ProcessChunks } from './processes';
import { Recording, type OtherProcess, type RecordingParts } from './recording';
import { Replay } from './replay';
import { moduleSchema, noteSchema, outcomeSchema, recordsSchema, runSchema, testsSchema } from './schemas';

/** What of a process is replayed at most: more does not fit into memory. */
export interface ReplayLimits {
  readonly steps: number;
  readonly frames: number;
}

const usualLimits: ReplayLimits = { steps: 60_000_000, frames: 6_000_000 };

/**
 * Replays a recording from its chunks. `complete`: whether the file ended where a chunk ended.
 * @throws UnreadableRecording when the first chunk does not say what was run, or a chunk holds something else than it says.
 */
export function readRecording(
  chunks: readonly PlainChunk[],
  complete = true,
  limits = usualLimits,
): Recording {
  const first = chunks.find((chunk) => chunk.kind === chunkKinds.run);
  if (first === undefined) throw new UnreadableRecording('The recording ends before it says what was run.');
  const run = parsed(first, runSchema) as RunDescription;
  const { own, others } = byProcess(chunks);
  const endings = endingsOf(own, others);
  const modules = modulesIn(own);
  const parts = readProcess(own, { modules, run, limits }, endings.get(0));
  const processes = otherProcesses(others, { modules, run, limits }, endings);
  return new Recording({ ...parts, processes, notes: [...parts.notes, ...notes(processes, complete)] });
}

interface ProcessSurroundings {
  readonly modules: readonly ModuleInRun[];
  readonly run: RunDescription;
  readonly limits: ReplayLimits;
}

function otherProcesses(
  others: readonly ProcessChunks[],
  { modules, run, limits }: ProcessSurroundings,
  endings: ReadonlyMap<number, Outcome>,
): OtherProcess[] {
  const modulesOf = new Map([[0, modules]]);
  const list: OtherProcess[] = [];
  for (const { process, chunks } of others) {
    const { nextCode = 0 } = process;
    const inherited = (modulesOf.get(process.parent) ?? []).filter((item) => item.firstCode < nextCode);
    const all = [...inherited, ...modulesIn(chunks)];
    modulesOf.set(process.process, all);
    const recording = new Recording(
      readProcess(chunks, { modules: all, run, limits }, endings.get(process.process)),
    );
    if (recording.stepCount > 0) list.push({ ...process, recording });
  }
  return list;
}

/** How each process ended. One that became another program (`exec`) ended as that one did. */
function endingsOf(
  own: readonly PlainChunk[],
  others: readonly ProcessChunks[],
): ReadonlyMap<number, Outcome> {
  const endings = new Map<number, Outcome>();
  for (const { process, chunks } of [...others].reverse()) {
    const said = lastOutcome(chunks) ?? endings.get(process.process);
    if (said === undefined) continue;
    endings.set(process.process, said);
    if (process.how === 'exec') endings.set(process.parent, said);
  }
  const main = lastOutcome(own);
  if (main !== undefined && (main.kind !== 'crashed' || !endings.has(0))) endings.set(0, main);
  return endings;
}

function lastOutcome(chunks: readonly PlainChunk[]): Outcome | undefined {
  const chunk = chunks.findLast((item) => item.kind === chunkKinds.outcome);
  return chunk === undefined ? undefined : (parsed(chunk, outcomeSchema) as Outcome);
}

/** Modules and events come over different lines: all modules are known before the first event is replayed. */
function modulesIn(chunks: readonly PlainChunk[]): ModuleInRun[] {
  return chunks
    .filter((chunk) => chunk.kind === chunkKinds.module)
    .map((chunk) => parsed(chunk, moduleSchema) as ModuleInRun);
}

function readProcess(
  chunks: readonly PlainChunk[],
  { modules, run, limits }: ProcessSurroundings,
  outcome: Outcome = { kind: 'crashed' },
): RecordingParts {
  const records = recordsIn(chunks);
  const replay = new Replay((n) => records.get(n));
  for (const module of modules) replay.addModule(module);
  const stdout = new OutputCollector();
  const stderr = new OutputCollector();
  const said: string[] = [];
  let tests: TestResults | undefined;
  let unread = 0;
  const take: Readonly<Partial<Record<number, (chunk: PlainChunk) => void>>> = {
    [chunkKinds.events]: ({ payload }) => {
      const { stepBlock, frames } = replay;
      if (unread > 0 || stepBlock.length > limits.steps || frames.length > limits.frames) unread++;
      else replay.addEvents(eventsOf(payload));
    },
    [chunkKinds.stdout]: ({ payload }) => {
      stdout.add(payload);
    },
    [chunkKinds.stderr]: ({ payload }) => {
      stderr.add(payload);
    },
    [chunkKinds.tests]: (chunk) => {
      tests = withTests(tests, parsed(chunk, testsSchema) as TestResults);
    },
    [chunkKinds.note]: (chunk) => {
      said.push((parsed(chunk, noteSchema) as { text: string }).text);
    },
  };
  for (const chunk of chunks) take[chunk.kind]?.(chunk);
  replay.finish();
  return {
    run,
    outcome,
    ...(tests !== undefined && { tests }),
    modules: modules.map((item) => item.module),
    functions: replay.functions,
    blocks: replay.blocks,
    frames: replay.frames,
    stepBlock: replay.stepBlock,
    stepFrame: replay.stepFrame,
    stepKind: replay.stepKind,
    stepOccurrence: replay.stepOccurrence,
    stepValues: replay.stepValues,
    uncounted: replay.uncounted,
    stdout: stdout.captured(),
    stderr: stderr.captured(),
    processes: [],
    notes: [
      ...notesOfProcess(modules, outcome),
      ...(unread > 0 ? [tooLong(replay.stepBlock.length)] : []),
      ...said,
    ],
  };
}

function tooLong(steps: number): string {
  return `The recording is longer than what can be shown: steps and counts are those up to step ${steps}.`;
}

function recordsIn(chunks: readonly PlainChunk[]): ReadonlyMap<number, ValueRecord> {
  const records = new Map<number, ValueRecord>();
  for (const chunk of chunks) {
    if (chunk.kind !== chunkKinds.records) continue;
    for (const record of parsed(chunk, recordsSchema) as ValueRecord[]) records.set(record.n, record);
  }
  return records;
}

function withTests(earlier: TestResults | undefined, later: TestResults): TestResults {
  const runner = later.runner ?? earlier?.runner;
  return { ...(runner !== undefined && { runner }), tests: [...(earlier?.tests ?? []), ...later.tests] };
}

function notesOfProcess(modules: readonly ModuleInRun[], outcome: Outcome): string[] {
  const list: string[] = [];
  for (const { module } of modules) {
    if (module.degraded !== undefined) list.push(`${module.file}: ${module.degraded}`);
  }
  if (outcome.kind === 'crashed') {
    list.push(
      'The program ended without a farewell: its last milliseconds may be missing from the recording.',
    );
  }
  return list;
}

function notes(processes: readonly OtherProcess[], complete: boolean): string[] {
  const list: string[] = [];
  if (processes.length === 1) list.push('One more process of the program was recorded.');
  if (processes.length > 1) list.push(`${processes.length} more processes of the program were recorded.`);
  if (!complete) list.push('The recording file was cut; what it holds up to there is shown.');
  return list;
}
