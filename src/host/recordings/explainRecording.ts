// An explanation of a recorded run by a model, with each of its claims compared with the recording.
import path from 'node:path';
import type { LanguageModel } from '../../core/model/languageModel';
import { explanationQuestion, type ToldRun } from '../../core/reasoning/explanation';
import type { NamedValue } from '../../core/trace/model';
import { tellStory, type StoryLine } from '../../core/trace/story';
import { checkedExplanation, type Explanation, type KnownSteps, valueAt } from './checkedExplanation';
import type { OpenRecording } from './openRecording';
import { cut } from './toldText';

/** A recording that is longer is told by its beginning and, in more detail, its end. */
const toldAtBeginning = 60;
const toldAtEnd = 140;
const shownRepeats = 2;

/** @param asked What somebody wants to know; without it, why the run ended as it did. */
export async function explainRecording(
  open: OpenRecording,
  model: LanguageModel,
  asked: string | undefined,
  entry: string | undefined,
  signal: AbortSignal,
): Promise<Explanation> {
  const question = explanationQuestion(toldRun(open, entry), asked);
  return checkedExplanation(model, question, knownSteps(open), signal);
}

/** The steps of a recording by the numbers that the editor shows. */
export function knownSteps(open: OpenRecording): KnownSteps {
  return {
    valueAt: (number, name) => valueAt(open, open.walk.indexOf(number), name),
    placeOf: (number) => placeOf(open, open.walk.indexOf(number)),
  };
}

/**
 * The run as a model reads it; steps have the numbers that the editor shows.
 * @param until Index of the last step that is told.
 */
export function toldRun(open: OpenRecording, entry: string | undefined, until?: number): ToldRun {
  const { lines: all } = tellStory(open.recording, { shownRepeats, ...(entry !== undefined && { entry }) });
  const lines =
    until === undefined
      ? all
      : all.slice(0, 1 + all.findLastIndex((line) => 'step' in line && line.step <= until));
  const omitted = lines.length - toldAtBeginning - toldAtEnd;
  const told = omitted > 0 ? [...lines.slice(0, toldAtBeginning), ...lines.slice(-toldAtEnd)] : lines;
  const texts = told.map((line) => lineText(line, open));
  if (omitted > 0) texts.splice(toldAtBeginning, 0, `… ${omitted} lines left out`);
  const steps = told.flatMap((line) => ('step' in line ? [open.walk.numberOf(line.step)] : []));
  return { outcome: outcomeOf(open), lines: texts, steps: new Set(steps) };
}

function lineText(line: StoryLine, { walk, sources }: OpenRecording): string {
  const indent = '  '.repeat(line.depth);
  switch (line.kind) {
    case 'call':
      return `${indent}call ${cut(line.text)}`;
    case 'folded':
      return `${indent}… ${line.count} more like this`;
    case 'returned':
      return `${indent}returns ${cut(line.value.text)}`;
    case 'raised': {
      const what = line.message === '' ? line.type : `${line.type}: ${cut(line.message)}`;
      const place = `${path.basename(line.file)}:${line.line + 1}`;
      return `${indent}${walk.numberOf(line.step)} ${place} raises ${what}${valuesText(line.locals)}`;
    }
    case 'block': {
      const at = line.lines[0] ?? line.startLine;
      const source = cut(sources.line(line.file, at).trim());
      const place = `${path.basename(line.file)}:${at + 1}`;
      return `${indent}${walk.numberOf(line.step)} ${place} ${source}${valuesText(line.changes)}`;
    }
  }
}

function valuesText(values: readonly NamedValue[]): string {
  return values.length === 0 ? '' : ` | ${values.map(({ name, text }) => `${name}=${cut(text)}`).join(', ')}`;
}

function outcomeOf({ recording }: OpenRecording): string {
  const { outcome } = recording.parts;
  switch (outcome.kind) {
    case 'raised':
      return `raised ${outcome.exception.type}: ${cut(outcome.exception.message)}`;
    case 'returned':
      return outcome.value === undefined ? 'ended' : `returned ${cut(outcome.value.text)}`;
    case 'exited':
      return `exited with code ${outcome.exitCode}`;
    case 'timeout':
      return `was stopped after ${outcome.limitMs} ms`;
    case 'crashed':
      return `crashed ${outcome.signal ?? ''}`.trim();
  }
}

function placeOf({ recording }: OpenRecording, step: number): { file: string; line: number } {
  const block = recording.step(step)?.block;
  return { file: block?.module.file ?? '', line: (block?.lines[0] ?? block?.startLine ?? 0) + 1 };
}
