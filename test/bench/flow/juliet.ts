// The Juliet cases of LLMDFA and how they are scored (README of the data).
import { z } from 'zod';
import type { FlowFinding, FlowPlace } from '../../../src/core/dataflow/model';

const markSchema = z.object({
  file: z.string(),
  comment_line: z.number(),
  next_code_line: z.number().nullable(),
  mark: z.string(),
  role: z.enum(['source', 'sink']).nullable(),
  good: z.boolean(),
});

export const caseSchema = z.object({
  case: z.string(),
  functional_variant: z.string(),
  flow_variant: z.string(),
  files: z.array(z.object({ name: z.string(), text: z.string() })),
  marks: z.array(markSchema),
});

export type JulietCase = z.infer<typeof caseSchema>;

/** An end of a finding in the case's own names; 1-based line. */
interface End {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

export interface Score {
  found: number;
  falsePositives: number;
  strictFound: number;
  strictFalsePositives: number;
}

/** Scores the findings of one case, as LLMDFA does and by exact lines. */
export function score(
  row: JulietCase,
  findings: readonly FlowFinding[],
  original: (text: string) => string,
): Score {
  const pairs = new Map<string, readonly [End, End]>();
  for (const { source, sink } of findings) {
    const [from, to] = [endOf(source, original), endOf(sink, original)];
    pairs.set(`${from.file}:${from.line}>${to.file}:${to.line}`, [from, to]);
  }
  const all = [...pairs.values()];
  const right = all.filter(([from, to]) => isRight(row, from, to));
  const exact = all.filter(([from, to]) => isExact(row, from, to));
  return {
    found: Math.min(right.length, 1),
    falsePositives: all.length - right.length,
    strictFound: Math.min(exact.length, 1),
    strictFalsePositives: all.length - exact.length,
  };
}

function endOf(place: FlowPlace, original: (text: string) => string): End {
  return { file: original(place.file), line: place.line + 1, function: original(place.function) };
}

function isRight(row: JulietCase, from: End, to: End): boolean {
  const isSame = from.file === to.file && from.line === to.line;
  return !isSame && [from, to].every((end) => !/good|Good/.test(end.function) && isLabelled(row, end));
}

/** Walks upwards to the nearest line that says something. */
function isLabelled(row: JulietCase, { file, line }: End): boolean {
  const lines = row.files.find(({ name }) => name === file)?.text.split('\n') ?? [];
  const isLate =
    /XSS/.test(row.functional_variant) && /getCookies|Servlet_database/.test(row.functional_variant);
  for (let index = line + (isLate ? 4 : 0); index >= 0; index--) {
    const text = lines[index] ?? '';
    if (text.includes('POTENTIAL FLAW:')) return true;
    if (/CWE|FIX:|INCIDENTAL:/.test(text)) return false;
  }
  return false;
}

/** The sink on its line, the source between its mark and the next one. */
function isExact(row: JulietCase, from: End, to: End): boolean {
  const sources = row.marks.filter(({ role, good }) => role === 'source' && !good);
  const sinks = row.marks.filter(({ role, good }) => role === 'sink' && !good);
  const isSink = sinks.some((mark) => mark.file === to.file && mark.next_code_line === to.line);
  const isSource = sources.some((mark) => {
    const next = row.marks.find((each) => each.file === mark.file && each.comment_line > mark.comment_line);
    return (
      mark.file === from.file &&
      from.line >= (mark.next_code_line ?? 0) &&
      from.line < (next?.comment_line ?? Infinity)
    );
  });
  return isSink && isSource;
}
