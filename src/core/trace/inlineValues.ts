// What an editor writes at the ends of the lines of one file: the values of a recording, line by line. Exact where the
// recording was made line by line.
import { bounded, merged, type Site } from './inlineSites';
import { LineCollector } from './lineCollector';
import type { NamedValue, TracedValue } from './model';
import type { Recording } from './recording';

/** Lines are 0-based. */
export interface InlineValues {
  /** Lines that ran, in order. */
  readonly lines: readonly InlineLine[];
  /** Lines of functions that ran which did not run themselves. */
  readonly notExecuted: readonly number[];
  readonly raises: readonly InlineRaise[];
}

export interface InlineLine {
  readonly line: number;
  /** Last line of what starts on the line. */
  readonly endLine: number;
  /** How often it ran; of a loop's head the iterations, of a definition the calls. */
  readonly count: number;
  /** Values of the last occurrence that was kept: what the line changed, of a definition the arguments. */
  readonly values: readonly NamedValue[];
  readonly returned?: TracedValue;
  /** Which occurrence these belong to, from 1 to `count`; 0 when none was kept. */
  readonly nth: number;
  /** Of how many something was kept. */
  readonly kept: number;
  /** Those that were kept, in order; at most `maxOccurrences`. */
  readonly occurrences: readonly InlineOccurrence[];
}

export interface InlineOccurrence {
  /** 1-based, over the whole run. */
  readonly nth: number;
  readonly values: readonly NamedValue[];
  readonly returned?: TracedValue;
}

export interface InlineRaise {
  readonly line: number;
  readonly type: string;
  readonly message: string;
  /** Raised on this line or in code that is not recorded, not in a recorded function that it called. */
  readonly origin: boolean;
  /** It ended the run; others were caught. */
  readonly uncaught: boolean;
  readonly count: number;
  readonly locals: readonly NamedValue[];
}

export interface InlineOptions {
  /** Only steps of these frames, by index. */
  readonly frames: ReadonlySet<number>;
  /** Occurrences of a line that are listed; the first and the last ones win. */
  readonly maxOccurrences: number;
}

/** The lines of each file of which something ran in the frames, by the file's path, in the order of loading. */
export function inlineValues(
  recording: Recording,
  options: InlineOptions,
): ReadonlyMap<string, InlineValues> {
  const collector = new LineCollector(recording, options.frames);
  collector.collect();
  const files = new Map<string, InlineValues>();
  for (const { file } of recording.parts.modules) {
    const sites = collector.sitesOf(file);
    const raises = collector.raisesIn(file);
    if (files.has(file) || (sites.length === 0 && raises.length === 0)) continue;
    const lines = linesOf(sites, options.maxOccurrences);
    files.set(file, { lines, raises, notExecuted: unexecutedLines(recording, file, collector, lines) });
  }
  return files;
}

function linesOf(sites: readonly Site[], maxOccurrences: number): InlineLine[] {
  const byLine = new Map<number, Site[]>();
  for (const site of sites) {
    const known = byLine.get(site.line);
    if (known === undefined) byLine.set(site.line, [site]);
    else known.push(site);
  }
  return [...byLine.values()]
    .map((onLine) => inlineLine(onLine, maxOccurrences))
    .sort((a, b) => a.line - b.line);
}

function inlineLine(sites: readonly Site[], maxOccurrences: number): InlineLine {
  // What a lambda does within a line would hide what the line does.
  const outer = sites.filter((site) => !site.isLambda);
  const shown = outer.length > 0 ? outer : sites;
  const occurrences = merged(shown);
  const last = occurrences.at(-1);
  return {
    line: Math.min(...sites.map((site) => site.line)),
    endLine: Math.max(...sites.map((site) => site.endLine)),
    count: Math.max(...shown.map((site) => site.count)),
    nth: last?.nth ?? 0,
    values: last?.values ?? [],
    ...(last?.returned !== undefined && { returned: last.returned }),
    kept: occurrences.length,
    occurrences: bounded(occurrences, maxOccurrences),
  };
}

function unexecutedLines(
  recording: Recording,
  file: string,
  collector: LineCollector,
  lines: readonly InlineLine[],
): number[] {
  const executed = new Set(lines.flatMap(({ line, endLine }) => range(line, endLine)));
  for (const { line } of collector.raisesIn(file)) executed.add(line);
  const unexecuted = new Set<number>();
  const seen = new Set<number>();
  for (const { functionIndex, module, startLine, endLine } of recording.parts.blocks) {
    const isFirst = !seen.has(functionIndex);
    seen.add(functionIndex);
    // A function that ran began at its beginning: what stands there and left no step is its docstring.
    if (isFirst || module.file !== file || !collector.functionsThatRan.has(functionIndex)) continue;
    for (const line of range(startLine, endLine)) if (!executed.has(line)) unexecuted.add(line);
  }
  return [...unexecuted].sort((a, b) => a - b);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
