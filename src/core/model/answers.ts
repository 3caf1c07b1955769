// Reads answers of models: a JSON document, wherever it stands in the text, checked before anyone sees it.
import type { z } from 'zod';
import { codeBlocks } from './codeBlocks';

/** The value, or what is wrong with the answer in words for the model. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export type AnswerReader<T> = (text: string) => Read<T>;

/** Finds what is wrong with a value that has the right shape; empty where nothing is. */
export type AnswerCheck<T> = (value: T) => readonly string[];

const mostProblems = 5;

/** A reader of JSON documents of a shape. */
export function jsonAnswer<T>(schema: z.ZodType<T>, check: AnswerCheck<T> = () => []): AnswerReader<T> {
  return (text) => {
    const found = jsonIn(text);
    if (found === undefined) return { ok: false, problem: 'It holds no whole JSON document.' };
    const parsed = schema.safeParse(found.value);
    if (!parsed.success) return { ok: false, problem: shapeProblem(parsed.error) };
    return checked(parsed.data, check);
  };
}

function checked<T>(value: T, check: AnswerCheck<T>): Read<T> {
  const problems = check(value);
  if (problems.length === 0) return { ok: true, value };
  return { ok: false, problem: problems.slice(0, mostProblems).join(' ') };
}

function shapeProblem(error: z.ZodError): string {
  const shown = error.issues.slice(0, mostProblems).map(({ path, message }) => {
    return `${path.length === 0 ? 'The document' : path.join('.')}: ${message}.`;
  });
  return shown.join(' ');
}

/** The document that the text is, that its first block of code holds, or that begins at its first bracket. */
function jsonIn(text: string): { readonly value: unknown } | undefined {
  for (const candidate of [text, ...codeBlocks(text), ...bracketed(text)]) {
    const value = parsed(candidate);
    if (typeof value === 'object' && value !== null) return { value };
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const mostStarts = 20;

/** Stretches from an opening bracket to the one that closes it, with strings as JSON has them. */
function bracketed(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (let tries = 0; tries < mostStarts; tries++) {
    const start = text.slice(from).search(/[[{]/);
    if (start < 0) break;
    const end = closingBracket(text, from + start);
    if (end === undefined) {
      from += start + 1;
      continue;
    }
    found.push(text.slice(from + start, end + 1));
    from = end + 1;
  }
  return found;
}

function closingBracket(text: string, start: number): number | undefined {
  let depth = 0;
  let inText = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inText) {
      if (character === '\\') at++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at;
    }
  }
  return undefined;
}
