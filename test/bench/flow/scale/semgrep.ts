// Semgrep's open engine on the same files, with taint rules of the same sources and sinks.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { SourceText } from '../../../../src/host/dataflow/sourceFiles';

const answerSchema = z.object({
  results: z.array(
    z.object({ check_id: z.string(), path: z.string(), start: z.object({ line: z.number() }) }),
  ),
  paths: z.object({ scanned: z.array(z.string()) }),
  errors: z.array(z.object({ path: z.string().optional() })),
});

/** After so long it is ended, with its children: it may hang. */
export const limitMinutes = 15;

export interface SemgrepRun {
  /** Of Semgrep and its children. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
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
  const scratch = mkdtempSync(path.join(tmpdir(), 'witness-semgrep-'));
  try {
    const folder = path.join(scratch, 'files');
    copyTo(folder, texts);
    const out = path.join(scratch, 'out.json');
    const config = path.resolve(`test/bench/flow/semgrep/${language}.yaml`);
    const scan = [
      'scan', '--metrics', 'off', '--disable-version-check', '--no-git-ignore', '--max-target-bytes', '8000000',
      '-j', '2', '--quiet', '--json', '-o', out, '--config', config, '.',
    ]; // prettier-ignore
    const limited = ['timeout', '--kill-after=30', `${limitMinutes}m`, path.resolve(program), ...scan];
    const timed = ['-c', 'TIMEFORMAT="%U %S %R"; time "$@"', 'bash', ...limited];
    const { status, stderr } = spawnSync('bash', timed, { cwd: folder, encoding: 'utf8' });
    const [user = 0, system = 0, wall = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    if (wall >= 60 * limitMinutes) return undefined;
    if (status !== 0) throw new Error(`Semgrep failed: ${stderr}`);
    const { results, paths, errors } = answerSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    return {
      cpuSeconds: user + system,
      wallSeconds: wall,
      files: paths.scanned.length,
      faulty: new Set(errors.map(({ path: file }) => file)).size,
      places: results.map(
        ({ check_id: rule, path: file, start }) => `${rule.replace(/^.*\./, '')} ${file}:${start.line}`,
      ),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function copyTo(folder: string, texts: readonly SourceText[]): void {
  mkdirSync(folder, { recursive: true });
  // In place of its own list of what to leave out.
  writeFileSync(path.join(folder, '.semgrepignore'), '');
  for (const { file, shown } of texts) {
    const copy = path.join(folder, shown);
    mkdirSync(path.dirname(copy), { recursive: true });
    writeFileSync(copy, readFileSync(file));
  }
}
