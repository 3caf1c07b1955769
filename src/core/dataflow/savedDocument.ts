// Documents in `.witness` that Witness writes and people edit.
import { isMap, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';

export interface ReadDocument<T> {
  /** Undefined for an empty document, and for a wrong one. */
  readonly content?: T;
  /** What is wrong with it, in which case it says nothing; lines from 1. */
  readonly problem?: { readonly line: number; readonly message: string };
}

export function readSavedDocument<T>(text: string, schema: z.ZodType<T>): ReadDocument<T> {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = yaml.errors;
  if (error !== undefined) {
    return { problem: { line: lines.linePos(error.pos[0]).line, message: error.message } };
  }
  if (!isMap(yaml.contents)) return {};
  const parsed = schema.safeParse(withoutAliases(yaml));
  if (parsed.success) return { content: parsed.data };
  const [issue] = parsed.error.issues;
  const message = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`;
  return { problem: { line: 1, message } };
}

/** No aliases: an entry has no use for them, and they can unfold without end. */
function withoutAliases(yaml: ReturnType<typeof parseDocument>): unknown {
  try {
    return yaml.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}
