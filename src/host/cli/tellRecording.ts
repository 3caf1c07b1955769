// Tells a recording on a terminal: its story, then how the run ended.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Recording } from '../../core/trace/recording';
import { colorsFor } from './colors';
import { describeOutcome } from './outcomeText';
import type { Terminal } from './program';
import { printStory } from './storyPrinter';

/** `cwd`: paths below it are shown from there. */
export function tellRecording(
  recording: Recording,
  entry: string | undefined,
  cwd: string,
  { stdout, environment }: Terminal,
): void {
  const colors = colorsFor(stdout, environment);
  const displayPath = (file: string): string => {
    const relative = path.relative(cwd, file);
    return relative.startsWith('..') ? file : relative;
  };
  const sources = new Map<string, string[]>();
  const sourceLine = (file: string, line: number): string => {
    const lines = sources.get(file) ?? linesOf(file);
    sources.set(file, lines);
    return lines[line] ?? '';
  };
  const width = Math.max(60, stdout.isTTY ? stdout.columns : 100);
  const options = { width, colors, sourceLine, displayPath, ...(entry !== undefined && { entry }) };
  const lines = [
    ...printStory(recording, options),
    '',
    ...describeOutcome(recording, { colors, displayPath }),
  ];
  stdout.write(`${lines.join('\n')}\n`);
}

function linesOf(file: string): string[] {
  try {
    // A recording may come from anywhere: what it names need not be a file.
    if (!statSync(file).isFile()) return [];
    return readFileSync(file, 'utf8').split(/\r\n|\r|\n/);
  } catch {
    return [];
  }
}
