// `.witness/claims.yaml`: what models said, for people to read, to change and to take out.
import { stringify } from 'yaml';
import * as z from 'zod';
import { oneLine } from '../../text/oneLine';
import { readSavedDocument, type ReadDocument } from '../savedDocument';
import { claimsOf, noClaims, type Claims } from './claims';

const text = z.string().max(2000);
const words = text.transform(oneLine);
const lines = z.array(text).min(1).max(20);
const provenance = { lines, model: text.min(1), prompt: text, date: text };

const functionSchema = z.strictObject({
  function: text.min(1),
  flows: z.array(z.strictObject({ from: text, to: text, lines, why: words })).max(40),
  makesSafe: z.array(z.strictObject({ rule: text, lines, why: words })).max(40),
  why: words,
  ...provenance,
});

const conditionSchema = z.strictObject({
  condition: text.min(1),
  text,
  whenTrue: text,
  whenFalse: text,
  why: words,
  ...provenance,
});

const documentSchema = z.strictObject({
  functions: z.array(functionSchema).max(2000),
  conditions: z.array(conditionSchema).max(2000),
});

const heading = `# What a model said of functions and conditions that the analysis cannot look into. Nothing
# of it is proved: a path that rests on it is "claimed", and none is hidden because of it.
# Change what is wrong, or take an entry out; a later analysis with a model asks again.
# An entry holds as long as its lines stand in the program.
`;

/** What is wrong with it makes it say nothing. */
export function readClaims(
  document: string,
): { readonly claims: Claims } & Pick<ReadDocument<Claims>, 'problem'> {
  const { content, problem } = readSavedDocument(document, documentSchema);
  const claims = content === undefined ? noClaims : claimsOf(content.functions, content.conditions);
  return { claims, ...(problem !== undefined && { problem }) };
}

export function claimsDocument({ functions, conditions }: Claims): string {
  const sorted = { functions: [...functions.values()], conditions: [...conditions.values()] };
  return heading + stringify(sorted, { lineWidth: 120 });
}
