// What else shows how a JavaScript program runs: coverage by V8 (which c8 reports), by Istanbul, and a debugger that steps.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Prints the program with Istanbul's counters in it. */
const instrumenting = `const { createInstrumenter } = require('istanbul-lib-instrument');
const file = process.argv[1];
process.stdout.write(createInstrumenter().instrumentSync(require('node:fs').readFileSync(file, 'utf8'), file));`;

/** Packages of npm that the peers need. */
const packages = ['istanbul-lib-instrument@6.0.3'];

export interface JavaScriptPeer {
  readonly name: string;
  /** It is so slow that it gets the tiniest programs. */
  readonly isSlow: boolean;
  /** Runs a program of ours in a folder that may be written to. @returns what it prints. */
  readonly run: (program: string, size: number, home: string) => Promise<string>;
}

export const javascriptPeers: readonly JavaScriptPeer[] = [
  {
    name: 'c8 (V8 coverage)',
    isSlow: false,
    run: (program, size, home) =>
      node([program, String(size)], { NODE_V8_COVERAGE: path.join(home, 'coverage') }),
  },
  { name: 'Istanbul', isSlow: false, run: underIstanbul },
  {
    name: 'V8 inspector stepping',
    isSlow: true,
    run: (program, size) => node([path.join(path.dirname(program), 'stepping.cjs'), program, String(size)]),
  },
];

/** Runs Node. @returns its standard output. */
export async function node(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { env });
  return stdout;
}

async function underIstanbul(program: string, size: number, home: string): Promise<string> {
  const copy = path.join(home, path.basename(program));
  const options = { cwd: peersFolder(), encoding: 'utf8' } as const;
  writeFileSync(copy, execFileSync(process.execPath, ['-e', instrumenting, program], options));
  cpSync(path.join(path.dirname(program), 'timing.cjs'), path.join(home, 'timing.cjs'));
  return node([copy, String(size)]);
}

/** A folder with the packages, which is made at the first time and stays in .cache. */
function peersFolder(): string {
  const folder = path.resolve('.cache/bench-peers');
  const complete = path.join(folder, 'complete');
  if (existsSync(complete)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{}');
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages];
  execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(complete, '');
  return folder;
}
