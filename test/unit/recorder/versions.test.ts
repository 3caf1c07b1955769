// A program with a little of everything, on every Python from 3.9 on that this machine has.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fixture, python } from './recordFixture';
import { assertSame } from './sameBehaviour';

describe('every Python version that is found', () => {
  const found = pythons();

  it('is one at least', () => {
    assert.ok(found.size > 0);
  });

  for (const [version, interpreter] of found) {
    it(`records as it runs plainly: CPython ${version}`, async () => {
      const recording = await assertSame(fixture('everyVersion.py'), { interpreter });
      const called = (name: string): string[] =>
        recording.parts.frames
          .filter((frame) => recording.functionOf(frame)?.path === name)
          .map((frame) => recording.callText(frame));
      assert.equal(called('fib').filter((call) => call === 'fib(10)').length, 1);
      assert.deepEqual(called('work').sort(), ["work('a', 2)", "work('b', 3)"]);
      assert.deepEqual(called('Account.__init__').sort(), ['__init__(1)', '__init__(2)', '__init__(3)']);
      for (const frame of recording.parts.frames) {
        const steps = recording.step(frame.firstStep);
        assert.equal(steps?.frame, frame);
      }
    });
  }
});

/** Version -> executable: the one that the tests run with, those on the PATH, and those that pyenv keeps. */
function pythons(): Map<string, string> {
  const kept = path.join(process.env['PYENV_ROOT'] ?? path.join(homedir(), '.pyenv'), 'versions');
  const versions = existsSync(kept) ? readdirSync(kept) : [];
  const candidates = [
    python,
    ...versions.map((version) => path.join(kept, version, 'bin', 'python')),
    ...[9, 10, 11, 12, 13].map((minor) => `python3.${minor}`),
  ];
  const found = new Map<string, string>();
  for (const candidate of candidates) {
    const version = versionOf(candidate);
    if (version !== undefined && !found.has(version)) found.set(version, candidate);
  }
  return found;
}

/** `3.12`; undefined where there is no CPython from 3.9 on. */
function versionOf(executable: string): string | undefined {
  const question =
    'import sys; print(sys.implementation.name, "%d.%d" % sys.version_info[:2], sys.version_info >= (3, 9))';
  try {
    const answer = execFileSync(executable, ['-c', question], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [implementation, version, recent] = answer.trim().split(' ');
    return implementation === 'cpython' && recent === 'True' ? version : undefined;
  } catch {
    return undefined;
  }
}
