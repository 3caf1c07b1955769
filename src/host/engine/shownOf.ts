// What the editor shows of a recording.
import { framesOfInterest } from '../../core/trace/framesOfInterest';
import { inlineValues } from '../../core/trace/inlineValues';
import type { Recording } from '../../core/trace/recording';
import { sampledSteps } from '../../core/trace/sampling';
import type { TracedFile, TraceParams, TraceResult } from '../../protocol/engine';
import { Failure } from '../failure';

const maxOccurrences = 30;
const maxFiles = 60;
/** Characters of the program's output that are sent. */
const outputBudget = 8_000;

/** @throws Failure when the function that was asked for was not called. */
export function shownOf(
  recording: Recording,
  { file, call, test, launch, entry }: Pick<TraceParams, 'file' | 'call' | 'test' | 'launch' | 'entry'>,
): Omit<TraceResult, 'recording' | 'interpreter' | 'durationMs'> {
  const { outcome, stdout, stderr, notes } = recording.parts;
  const frames = framesOfInterest(recording, entry);
  if (entry !== undefined && frames.size === 0) {
    throw new Failure('usage', `${entry} was not called when ${file} ran.`, 'Give a call of it instead.');
  }
  return {
    file,
    ...(call !== undefined && { call }),
    ...(test !== undefined && { test }),
    ...(launch !== undefined && { launch }),
    ...(entry !== undefined && { entry }),
    outcome,
    stepCount: sampledSteps(recording, { steps: 'none', maxSteps: 0, frames }).total,
    files: tracedFiles(recording, frames, file),
    stdout: clipped(stdout.text),
    stderr: clipped(stderr.text),
    notes,
  };
}

function tracedFiles(recording: Recording, frames: ReadonlySet<number>, main: string): TracedFile[] {
  const files: TracedFile[] = [];
  for (const [file, values] of inlineValues(recording, { frames, maxOccurrences })) {
    const module = recording.parts.modules.find((known) => known.file === file);
    const sha256 = module?.sha256;
    const functions = (module?.functions ?? [])
      .slice(1)
      .map(({ startLine, endLine }) => ({ startLine, endLine }));
    files.push({ file, ...(sha256 !== undefined && { sha256 }), functions, ...values });
  }
  return files.sort((a, b) => Number(b.file === main) - Number(a.file === main)).slice(0, maxFiles);
}

function clipped(text: string): string {
  if (text.length <= outputBudget) return text;
  const half = outputBudget / 2;
  return `${text.slice(0, half)}\n[…]\n${text.slice(-half)}`;
}
