// Semgrep's open engine on the same files, with taint rules of the same sources and sinks.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { SourceText } from '../../../../src/host/dataflow/sourceFiles';
import { timedRun, withCopies, type TimedRun } from './timedRun';

const answerSchema = z.object({
  results: z.array(
    z.object({ check_id: z.string(), path: z.string(), start: z.object({ line: z.number() }) }),
  ),
  paths: z.object({ scanned: z.array(z.string()) }),
  errors: z.array(z.object({ path: z.string().optional() })),
});

/** After so long it is ended, with its children: it may hang. */
export const limitMinutes = 15;

export interface SemgrepRun extends Pick<TimedRun, 'cpuSeconds' | 'wallSeconds'> {
  /** How many files it says that it looked at. */
  readonly files: number;
  /** Files of which it says that it did not read or finish them. */
  readonly faulty: number;
  /** `rule file:line` of each finding. */
  readonly places: readonly string[];
}

/**
 * @param program Path of the program. It sends nothing and looks for no newer version.
 * @param texts Copied to a folder of their own without which it would leave out tests and the like.
 * @returns Nothing where it did not end within its limit.
 */
export function runSemgrep(
  program: string,
  language: string,
  texts: readonly SourceText[],
): SemgrepRun | undefined {
  return withCopies(texts, (folder) => {
    // In place of its own list of what to leave out.
    writeFileSync(path.join(folder, '.semgrepignore'), '');
    const out = path.join(folder, '.out.json');
    const config = path.resolve(`test/bench/flow/semgrep/${language}.yaml`);
    const scan = [
      'scan', '--metrics', 'off', '--disable-version-check', '--no-git-ignore', '--max-target-bytes', '8000000',
      '-j', '2', '--quiet', '--json', '-o', out, '--config', config, '.',
    ]; // prettier-ignore
    const limited = ['timeout', '--kill-after=30', `${limitMinutes}m`, path.resolve(program), ...scan];
    const { status, stderr, cpuSeconds, wallSeconds } = timedRun(limited, folder);
    if (wallSeconds >= 60 * limitMinutes) return undefined;
    if (status !== 0) throw new Error(`Semgrep failed: ${stderr}`);
    const { results, paths, errors } = answerSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    return {
      cpuSeconds,
      wallSeconds,
      files: paths.scanned.length,
      faulty: new Set(errors.map(({ path: file }) => file)).size,
      places: results.map(
        ({ check_id: rule, path: file, start }) => `${rule.replace(/^.*\./, '')} ${file}:${start.line}`,
      ),
    };
  });
}
