// The CPythons that this machine has.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Minor version of CPython 3 -> executable: of those given first, those on the PATH, and those that pyenv keeps. */
export function pythonsFrom39(first: readonly string[]): Map<number, string> {
  const kept = path.join(process.env['PYENV_ROOT'] ?? path.join(homedir(), '.pyenv'), 'versions');
  const versions = existsSync(kept) ? readdirSync(kept) : [];
  const candidates = [
    ...first,
    ...versions.map((version) => path.join(kept, version, 'bin', 'python')),
    ...[9, 10, 11, 12, 13].map((minor) => `python3.${minor}`),
  ];
  const found = new Map<number, string>();
  for (const candidate of candidates) {
    const minor = minorVersionOf(candidate);
    if (minor !== undefined && minor >= 9 && !found.has(minor)) found.set(minor, candidate);
  }
  return found;
}

/** 12 of CPython 3.12; undefined where there is no CPython 3. */
export function minorVersionOf(executable: string): number | undefined {
  const question = 'import sys; print(sys.implementation.name, sys.version_info[0], sys.version_info[1])';
  try {
    const answer = execFileSync(executable, ['-c', question], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [implementation, major, minor] = answer.trim().split(' ');
    return implementation === 'cpython' && major === '3' ? Number(minor) : undefined;
  } catch {
    return undefined;
  }
}
