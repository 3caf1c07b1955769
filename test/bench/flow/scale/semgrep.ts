// Semgrep's open engine on the same files, with taint rules of the same sources and sinks.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const answerSchema = z.object({
  results: z.array(
    z.object({ check_id: z.string(), path: z.string(), start: z.object({ line: z.number() }) }),
  ),
});

export interface SemgrepRun {
  /** Of Semgrep and its children, seconds. */
  readonly cpuSeconds: string;
  readonly wallSeconds: string;
  /** `rule file:line` of each finding. */
  readonly places: readonly string[];
}

/** @param program Path of the program. It sends nothing and looks for no newer version. */
export function runSemgrep(program: string, language: string, folder: string): SemgrepRun {
  const scratch = mkdtempSync(path.join(tmpdir(), 'witness-semgrep-'));
  try {
    const out = path.join(scratch, 'out.json');
    const config = path.resolve(`test/bench/flow/semgrep/${language}.yaml`);
    const scan = [
      'scan',
      '--metrics',
      'off',
      '--disable-version-check',
      '--no-git-ignore',
      '--max-target-bytes',
      '8000000',
      '-j',
      '2',
      '--quiet',
    ];
    const all = [program, ...scan, '--json', '-o', out, '--config', config, folder];
    const { status, stderr } = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S %R"; time "$@"', 'bash', ...all], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`Semgrep failed: ${stderr}`);
    const [user = 0, system = 0, wall = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    const { results } = answerSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    return {
      cpuSeconds: (user + system).toFixed(1),
      wallSeconds: wall.toFixed(1),
      places: results.map(
        ({ check_id: rule, path: file, start }) => `${rule.replace(/^.*\./, '')} ${file}:${start.line}`,
      ),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
