// Names that were perhaps meant.
import { distance } from 'fastest-levenshtein';
import { readFile } from 'node:fs/promises';
import type { SourceFunction } from '../../core/syntax/model';
import type { SyntaxService } from '../syntax/syntaxService';

/** The names closest to a misspelled one, best first, at most three. */
export function nearest(name: string, names: readonly string[]): string[] {
  return [...new Set(names)]
    .map((candidate) => ({ candidate, far: distance(name, candidate) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.ceil(candidate.length / 3)))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The named functions of a file; none where it cannot be read. */
export async function functionsOf(file: string, syntax: SyntaxService): Promise<SourceFunction[]> {
  const bytes = await readFile(file).catch(() => undefined);
  const model = bytes === undefined ? undefined : await syntax.model(file, bytes, 'block');
  return (model?.functions ?? []).filter((item) => item.kind !== 'lambda' && item.kind !== 'module');
}
