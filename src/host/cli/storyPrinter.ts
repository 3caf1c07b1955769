// The story of a recording as lines for a terminal.
import type { Colors } from 'picocolors/types';
import type { NamedValue } from '../../core/trace/model';
import type { Recording } from '../../core/trace/recording';
import { tellStory, type StoryLine } from '../../core/trace/story';

export interface PrintOptions {
  /** Columns; no line is longer. */
  readonly width: number;
  readonly colors: Colors;
  readonly entry?: string;
  /** The text of a source line, 0-based; empty where it cannot be had. */
  readonly sourceLine: (file: string, line: number) => string;
  /** Shortens a path for showing. */
  readonly displayPath: (file: string) => string;
}

/** More lines than this are cut in the middle. */
const longestStory = 400;
const labelWidth = 8;

/** The story's lines, without line ends. */
export function printStory(recording: Recording, options: PrintOptions): string[] {
  const story = tellStory(recording, {
    shownRepeats: 2,
    ...(options.entry !== undefined && { entry: options.entry }),
  });
  const printer = new Printer(options);
  const lines = story.lines.flatMap((line) => printer.line(line));
  if (!story.complete) {
    lines.push(options.colors.dim(`… the story ends here; ${recording.stepCount} steps were recorded`));
  }
  return cutMiddle(lines, options.colors);
}

function cutMiddle(lines: readonly string[], colors: Colors): string[] {
  if (lines.length <= longestStory) return [...lines];
  const half = longestStory / 2;
  const omitted = lines.length - longestStory;
  return [
    ...lines.slice(0, half),
    colors.dim(`… ${omitted} lines of the story left out; --entry FUNCTION tells less, --json has all`),
    ...lines.slice(-half),
  ];
}

class Printer {
  private file = '';

  constructor(private readonly options: PrintOptions) {}

  line(line: StoryLine): string[] {
    const { colors } = this.options;
    const indent = '  '.repeat(line.depth);
    switch (line.kind) {
      case 'call':
        return [this.call(line, indent)];
      case 'block':
        return [this.block(line, indent)];
      case 'returned':
        return [this.fit(`${indent}${' '.repeat(labelWidth)}`, `→ ${line.value.text}`, colors.green)];
      case 'folded':
        return [colors.dim(`${indent}${' '.repeat(labelWidth)}… ${folded(line)}`)];
      case 'raised':
        return this.raised(line, indent);
    }
  }

  private call(line: Extract<StoryLine, { kind: 'call' }>, indent: string): string {
    const { colors } = this.options;
    const elsewhere = line.file === this.file ? '' : `  ${this.options.displayPath(line.file)}`;
    this.file = line.file;
    const room = this.options.width - indent.length - elsewhere.length;
    return `${indent}${colors.bold(clip(line.text, room))}${colors.dim(elsewhere)}`;
  }

  private block(line: Extract<StoryLine, { kind: 'block' }>, indent: string): string {
    const { colors, sourceLine, width } = this.options;
    const start = line.lines.find((at) => saysSomething(sourceLine(line.file, at))) ?? line.startLine;
    const label = line.endLine > start ? `${start + 1}-${line.endLine + 1}` : `${start + 1}`;
    const more = line.endLine > start ? ' …' : '';
    const source = `${sourceLine(line.file, start).trim()}${more}`;
    const room = width - indent.length - labelWidth;
    const sourceWidth = line.changes.length > 0 ? Math.max(24, Math.min(44, Math.floor(room * 0.45))) : room;
    const shown = clip(source, sourceWidth - 2);
    const left = `${indent}${colors.dim(label.padEnd(labelWidth))}${shown}`;
    if (line.changes.length === 0) return left;
    const padding = ' '.repeat(sourceWidth - shown.length);
    return `${left}${padding}${colors.cyan(clip(assignments(line.changes), room - sourceWidth))}`;
  }

  private raised(line: Extract<StoryLine, { kind: 'raised' }>, indent: string): string[] {
    const { colors, width } = this.options;
    const label = `${line.line + 1}`.padEnd(labelWidth);
    const what = line.message === '' ? line.type : `${line.type}: ${line.message}`;
    const text = line.origin ? `✗ ${what}` : `✗ ${line.type} passes through`;
    const shown = [
      this.fit(`${indent}${colors.dim(label)}`, oneLine(text), colors.red, indent.length + labelWidth),
    ];
    if (!line.origin || line.locals.length === 0) return shown;
    const margin = `${indent}${' '.repeat(labelWidth + 2)}`;
    const together = `where ${assignments(line.locals)}`;
    const locals = margin.length + together.length <= width ? [together] : listed(line.locals);
    return [...shown, ...locals.map((local) => this.fit(margin, local, colors.red))];
  }

  /** `taken`: columns that the left part takes, where it holds colour codes. */
  private fit(left: string, text: string, color: (text: string) => string, taken = left.length): string {
    return `${left}${color(clip(text, this.options.width - taken))}`;
  }
}

/** Neither the start of a docstring nor a bare `try:`. */
function saysSomething(source: string): boolean {
  return !/^\s*([rRuU]?("""|'''|"|')|try:\s*$)/.test(source);
}

const listedLocals = 8;

function listed(locals: readonly NamedValue[]): string[] {
  const lines = locals
    .slice(0, listedLocals)
    .map((local, i) => `${i === 0 ? 'where' : '     '} ${assignments([local])}`);
  const omitted = locals.length - listedLocals;
  return omitted > 0 ? [...lines, `      … ${omitted} more`] : lines;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

function assignments(values: readonly NamedValue[]): string {
  return values.map(({ name, text }) => `${name} = ${text}`).join(', ');
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function folded({ count, what }: Extract<StoryLine, { kind: 'folded' }>): string {
  return `${count} more ${what}${count === 1 ? '' : 's'} like this`;
}
