// The Juliet cases of LLMDFA and how they are scored (README of the data).
import * as z from 'zod';
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

interface Pair {
  readonly from: End;
  readonly to: End;
  readonly steps: readonly End[];
}

export interface Score {
  found: number;
  falsePositives: number;
  /** The sink on its marked line, the source on its own. */
  strictFound: number;
  strictFalsePositives: number;
  /** The sink on its marked line, and the marked line of the source on the path, source included. */
  passedFound: number;
  passedFalsePositives: number;
}

/** Scores the findings of one case, as LLMDFA does and by exact lines. */
export function score(
  row: JulietCase,
  findings: readonly FlowFinding[],
  original: (text: string) => string,
): Score {
  const pairs = new Map<string, Pair>();
  for (const { source, sink, path } of findings) {
    const [from, to] = [endOf(source, original), endOf(sink, original)];
    const steps = path.map((step) => endOf(step, original));
    pairs.set(`${from.file}:${from.line}>${to.file}:${to.line}`, { from, to, steps });
  }
  const all = [...pairs.values()];
  const right = all.filter(({ from, to }) => isRight(row, from, to));
  const exact = all.filter(({ from, to }) => isSource(row, from) && isSink(row, to));
  const passed = all.filter(({ to, steps }) => steps.some((step) => isSource(row, step)) && isSink(row, to));
  return {
    found: Math.min(right.length, 1),
    falsePositives: all.length - right.length,
    strictFound: Math.min(exact.length, 1),
    strictFalsePositives: all.length - exact.length,
    passedFound: Math.min(passed.length, 1),
    passedFalsePositives: all.length - passed.length,
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

function isSink({ marks }: JulietCase, { file, line }: End): boolean {
  return marks.some((mark) => isBad(mark, 'sink') && mark.file === file && mark.next_code_line === line);
}

/** Between the mark of the source and the next one: the value may be read some lines below its mark. */
function isSource({ marks }: JulietCase, { file, line }: End): boolean {
  return marks.some((mark) => {
    if (!isBad(mark, 'source') || mark.file !== file) return false;
    const next = marks.find((each) => each.file === file && each.comment_line > mark.comment_line);
    return line >= (mark.next_code_line ?? 0) && line < (next?.comment_line ?? Infinity);
  });
}

function isBad({ role, good }: JulietCase['marks'][number], wanted: 'source' | 'sink'): boolean {
  return role === wanted && !good;
}
