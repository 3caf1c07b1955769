// The claims of models that a workspace remembers.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { claimsOf, noClaims, type Claims } from '../../core/dataflow/claims/claims';
import { rememberedText } from '../../core/dataflow/claims/excerpt';
import { claimsDocument, readClaims } from '../../core/dataflow/claims/claimsDocument';
import type { RuleProblem } from '../../core/dataflow/rules/problem';

/** From the root of a workspace. */
export const claimsFile = path.join('.witness', 'claims.yaml');

export interface RememberedClaims {
  /** All, as they were written. */
  readonly all: Claims;
  /** Those whose lines still stand in the program. */
  readonly held: Claims;
  readonly problem?: RuleProblem;
}

/** None where nothing is remembered, or it cannot be read. */
export async function rememberedClaims(root: string): Promise<RememberedClaims> {
  const file = path.join(root, claimsFile);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { all: noClaims, held: noClaims };
  const { claims, problem } = readClaims(text);
  if (problem !== undefined) {
    const place = { line: problem.line - 1, column: 0 };
    return {
      all: noClaims,
      held: noClaims,
      problem: {
        file,
        range: { start: place, end: place },
        message: `What models said cannot be read, so nothing is taken from it: ${problem.message}`,
        nextStep: 'Correct the file, or delete it to start over.',
      },
    };
  }
  const stands = standingIn(root);
  const holding = async <T extends { readonly lines: readonly string[] }>(all: Iterable<T>): Promise<T[]> => {
    const found: T[] = [];
    for (const claim of all) {
      const standing = await Promise.all(claim.lines.map(stands));
      if (standing.every(Boolean)) found.push(claim);
    }
    return found;
  };
  const held = claimsOf(await holding(claims.functions.values()), await holding(claims.conditions.values()));
  return { all: claims, held };
}

/** Whether `FILE:LINE: TEXT` still is a line of a file of the workspace, wherever it stands in it. */
function standingIn(root: string): (line: string) => Promise<boolean> {
  const files = new Map<string, Promise<ReadonlySet<string>>>();
  return async (line) => {
    const match = /^(.+?):\d+: (.*)$/.exec(line);
    const [, name, text] = match ?? [];
    if (name === undefined || text === undefined) return false;
    const file = path.resolve(root, name);
    const relative = path.relative(root, file);
    if (relative.startsWith('..') || path.isAbsolute(relative)) return false;
    const lines = files.get(file) ?? linesOf(file);
    files.set(file, lines);
    return (await lines).has(text);
  };
}

async function linesOf(file: string): Promise<ReadonlySet<string>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return new Set(text.split(/\r\n|\r|\n/).map(rememberedText));
}

/** @returns the file. */
export async function rememberClaims(root: string, claims: Claims): Promise<string> {
  const file = path.join(root, claimsFile);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, claimsDocument(claims));
  return file;
}
