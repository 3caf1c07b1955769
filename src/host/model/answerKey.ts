// Tells requests apart by their content: two with the same key get the same answer.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { LanguageModel, ModelRequest } from '../../core/model/languageModel';

export function answerKey({ id }: LanguageModel, { messages, maxOutput }: ModelRequest): string {
  const content = messages.map(({ role, text }) => [role, text]);
  return createHash('sha256')
    .update(JSON.stringify([id, content, maxOutput]))
    .digest('hex');
}

const count = z.number().int().min(0);

/** An answer as it is kept in files. */
export const completionSchema = z.object({
  text: z.string(),
  finish: z.enum(['stop', 'length']),
  usage: z.object({ input: count, cached: count, output: count }),
});
