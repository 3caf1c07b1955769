// The tracers that stand beside ours, in a virtual environment of their own.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Names that traced_by.py knows, and whether the tool is so slow that it gets the tiniest programs. */
export const otherTracers = [
  { tool: 'settrace', slow: false },
  { tool: 'trace', slow: false },
  { tool: 'coverage', slow: false },
  { tool: 'viztracer', slow: false },
  { tool: 'pysnooper', slow: true },
  { tool: 'hunter', slow: true },
  { tool: 'snoop', slow: true },
] as const;

const packages = [
  'coverage==7.17.4',
  'PySnooper==1.2.3',
  'hunter==3.9.0',
  'snoop==0.6.1',
  'viztracer==1.1.1',
];

/** The interpreter of the environment, which is made at the first time and stays in .cache. */
export function interpreterWithTracers(python: string): string {
  const folder = path.resolve('.cache/bench-tracers');
  const bin = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const complete = path.join(folder, 'complete');
  if (!existsSync(complete)) {
    execFileSync(python, ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
    execFileSync(bin, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'inherit' });
    execFileSync(bin, ['-c', `open(${JSON.stringify(complete)}, "w").close()`]);
  }
  return bin;
}
