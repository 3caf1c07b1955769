// A test file of a project, plain with V8's coverage and recorded.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRecording } from '../../../src/host/trace/recordingFile';
import type { Recording } from '../../../src/core/trace/recording';
import { coverageIn, type Executed } from './coverage';
import type { Project } from './projects';

const limitMs = 300_000;

export interface TestRun {
  /** Exit code and the runner's own counts of what passed and failed. */
  readonly summary: string;
}

export async function plainRun(
  project: Project,
  folder: string,
  file: string,
): Promise<TestRun & { readonly coverage: Map<string, Executed> }> {
  const coverage = mkdtempSync(path.join(tmpdir(), 'witness-projects-'));
  try {
    const output = path.join(coverage, 'out');
    mkdirSync(output);
    const env = isMapped(project) ? process.env : { ...process.env, NODE_V8_COVERAGE: output };
    const summary = await summaryOf(process.execPath, plainCommand(project, file, output), folder, env);
    // Vitest takes it away, and writes nothing where a test file needs what the package does not ship.
    mkdirSync(output, { recursive: true });
    return { summary, coverage: coverageIn(output) };
  } finally {
    rmSync(coverage, { recursive: true, force: true });
  }
}

export async function recordedRun(
  project: Project,
  folder: string,
  file: string,
): Promise<TestRun & { readonly recording: Recording }> {
  const home = mkdtempSync(path.join(tmpdir(), 'witness-projects-'));
  const out = path.join(home, 'recording');
  try {
    const command = [path.resolve('dist/cli.js'), 'trace', '--test', file, '--runner', project.runner];
    const options = ['--quiet', '--cwd', folder, '--out', out, '--steps', 'none', '--limit-ms', `${limitMs}`];
    await run(process.execPath, [...command, ...options], folder, process.env);
    const recording = await loadRecording(out);
    const { outcome, stdout, stderr } = recording.parts;
    const code =
      outcome.kind === 'returned' ? 0 : outcome.kind === 'exited' ? outcome.exitCode : outcome.kind;
    return { summary: `${code}: ${counts(stdout.text + stderr.text)}`, recording };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Its runner maps what V8 counted back to the files. */
function isMapped({ runner }: Project): boolean {
  return runner === 'vitest' || runner === 'jest';
}

function plainCommand({ runner }: Project, file: string, output: string): string[] {
  switch (runner) {
    case 'mocha':
      return ['node_modules/mocha/bin/mocha.js', '--no-parallel', file];
    case 'node:test':
      return [file];
    case 'vitest': {
      const coverage = ['--coverage.enabled', '--coverage.provider=v8', '--coverage.reporter=json'];
      return [
        'node_modules/vitest/vitest.mjs',
        'run',
        ...coverage,
        `--coverage.reportsDirectory=${output}`,
        file,
      ];
    }
    case 'jest': {
      const coverage = ['--coverage', '--coverageProvider=v8', '--coverageReporters=json'];
      const where = [`--coverageDirectory=${output}`, '--runInBand', '--runTestsByPath', file];
      return ['node_modules/jest/bin/jest.js', ...coverage, ...where];
    }
  }
}

async function summaryOf(
  command: string,
  parameters: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { code, output } = await run(command, parameters, cwd, env);
  return `${code}: ${counts(output)}`;
}

async function run(
  command: string,
  parameters: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => pieces.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => pieces.push(bytes));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: Buffer.concat(pieces).toString('utf8') };
}

/** As the runners tell them: `3 passing`, `Tests 3 passed (3)`, `# pass 3`. */
function counts(output: string): string {
  // eslint-disable-next-line no-control-regex -- Colours are control sequences.
  const text = output.replaceAll(/\u001b\[[\d;]*m/g, '');
  const found = text.matchAll(/^\s*(?:\d+ (?:passing|failing|pending)|Tests:? .*|[#ℹ] (?:pass|fail) \d+)/gm);
  return [...found].map(([line]) => line.replace(/\(.*$/, '').trim()).join(', ');
}
