// A recording as the JSON document that `witness trace --json` prints. Lines are 1-based here, and only here.
import type { Outcome, ProcessInRun, TestResult } from './model';
import type { BlockInRecording, Frame, Recording, Step } from './recording';
import { sampledSteps } from './sampling';

/** What is told of each process of a run. */
export interface ProcessDocument {
  readonly outcome: Record<string, unknown>;
  readonly runner?: string;
  readonly tests?: readonly TestResult[];
  readonly blocks: readonly {
    id: string;
    function: string;
    startLine: number;
    endLine: number;
    file?: string;
  }[];
  readonly frames: readonly { id: number; parent: number | null; function: string; call: string }[];
  readonly steps: readonly TraceStep[];
  readonly counts: Readonly<Record<string, number>>;
  /** More than `frames` has where a run has very many: then those that lead to the shown steps are listed. */
  readonly framesTotal: number;
  readonly stepsTotal: number;
  readonly stepsOmitted: number;
  readonly truncated: boolean;
  readonly notes: readonly string[];
}

export interface TraceDocument extends ProcessDocument {
  readonly file: string;
  readonly language: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: number;
  /** Other processes that the program started. */
  readonly processes?: readonly (ProcessInRun & ProcessDocument)[];
}

export interface TraceStep {
  readonly seq: number;
  readonly block: string | null;
  readonly frame: number;
  readonly occurrence: number;
  readonly kind: 'entry' | 'block' | 'line' | 'raised' | 'exit';
  readonly line?: number;
  readonly values: Readonly<Record<string, { type: string; text: string }>>;
  readonly returned?: { type: string; text: string };
  readonly exception?: { type: string; message: string };
}

export interface DocumentOptions {
  /** Only calls of this function and what they call. */
  readonly entry?: string;
  /** `sampled`: steps whose values were kept; `all`: every one; `none`: order is left out, counts are not. */
  readonly steps: 'all' | 'sampled' | 'none';
  /** At most so many steps; those left out are taken from the middle. */
  readonly maxSteps: number;
}

export function traceDocument(recording: Recording, options: DocumentOptions): TraceDocument {
  const { run, stdout, stderr, processes } = recording.parts;
  const main = processDocument(recording, options);
  return {
    file: run.file,
    language: run.language,
    ...main,
    stdout: stdout.text,
    stderr: stderr.text,
    stdoutBytes: stdout.bytes,
    truncated: main.truncated || stdout.truncated || stderr.truncated,
    ...(processes.length > 0 && {
      processes: processes.map(({ recording: other, ...process }) => ({
        ...process,
        ...processDocument(other, options),
      })),
    }),
  };
}

function processDocument(recording: Recording, options: DocumentOptions): ProcessDocument {
  const { parts } = recording;
  const frames = options.entry === undefined ? undefined : recording.framesUnder(options.entry);
  const chosen = sampledSteps(recording, { ...options, ...(frames && { frames }) });
  const ids = new Map(parts.blocks.map((block) => [block.index, blockId(block, parts.run.file)]));
  return {
    outcome: outcomeJson(parts.outcome),
    ...parts.tests,
    blocks: parts.blocks.map((block) => ({
      id: ids.get(block.index) ?? block.id,
      function: parts.functions[block.functionIndex]?.path ?? '?',
      startLine: block.startLine + 1,
      endLine: block.endLine + 1,
      ...(block.module.file !== parts.run.file && { file: block.module.file }),
    })),
    frames: shownFrames(recording, chosen.steps, {
      maxSteps: options.maxSteps,
      ...(frames && { inside: frames }),
    }).map((frame) => ({
      id: frame.index,
      parent: frame.parent < 0 ? null : frame.parent,
      function: recording.functionOf(frame)?.path ?? '?',
      call: recording.callText(frame),
    })),
    steps: chosen.steps.map((step) => stepJson(step, ids, parts.run.granularity === 'line')),
    counts: countsById(recording, ids),
    framesTotal: frames?.size ?? parts.frames.length,
    stepsTotal: chosen.total,
    stepsOmitted: chosen.total - chosen.steps.length,
    truncated: chosen.steps.length < chosen.total,
    notes: parts.notes,
  };
}

/** All frames of interest; where they are more than `maxSteps`, those of the shown steps and the calls that led there. */
function shownFrames(
  { parts }: Recording,
  steps: readonly Step[],
  { inside, maxSteps }: { inside?: ReadonlySet<number>; maxSteps: number },
): readonly Frame[] {
  const total = inside?.size ?? parts.frames.length;
  if (total <= maxSteps) return parts.frames.filter((frame) => inside?.has(frame.index) ?? true);
  const needed = new Set<number>();
  for (const step of steps) {
    for (let index = step.frame.index; index >= 0 && !needed.has(index);) {
      if (inside?.has(index) === false) break;
      needed.add(index);
      index = parts.frames[index]?.parent ?? -1;
    }
  }
  return [...needed].sort((a, b) => a - b).flatMap((index) => parts.frames[index] ?? []);
}

/** Unique over all files: blocks of other files than the one that was run carry the file's path. */
function blockId(block: BlockInRecording, mainFile: string): string {
  return block.module.file === mainFile ? block.id : `${block.module.file}#${block.id}`;
}

function stepJson(step: Step, ids: ReadonlyMap<number, string>, byLine: boolean): TraceStep {
  const line = lineOf(step);
  const raised = step.kept?.raised;
  return {
    seq: step.index,
    block: step.block === undefined ? null : (ids.get(step.block.index) ?? step.block.id),
    frame: step.frame.index,
    occurrence: step.occurrence,
    kind: step.kind === 'block' && byLine ? 'line' : step.kind,
    ...(line !== undefined && { line }),
    values: Object.fromEntries(
      (step.kept?.values ?? []).map(({ name, type, text }) => [name, { type, text }]),
    ),
    ...(step.kept?.returned && { returned: step.kept.returned }),
    ...(raised && { exception: { type: raised.type, message: raised.message } }),
  };
}

function lineOf(step: Step): number | undefined {
  if (step.kept?.raised !== undefined) return step.kept.raised.line;
  return step.block === undefined ? undefined : step.block.startLine + 1;
}

function countsById(recording: Recording, ids: ReadonlyMap<number, string>): Record<string, number> {
  const counts: Record<string, number> = {};
  recording.counts.forEach((count, block) => {
    if (count > 0) counts[ids.get(block) ?? String(block)] = count;
  });
  return counts;
}

function outcomeJson(outcome: Outcome): Record<string, unknown> {
  switch (outcome.kind) {
    case 'timeout':
      return { kind: 'timeout', limit: outcome.limitMs, ...(outcome.where && { where: outcome.where }) };
    case 'returned':
    case 'raised':
    case 'exited':
    case 'crashed':
      return { ...outcome };
  }
}
