// What needs VS Code itself is measured by the editor tests; here they run again and again, each time in a new window.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Figure, figuresVariable, readFigures } from '../../support/figures';

const measuringTests = 'activation takes less than|the extension host is never held up';

/** @throws Error where the tests do not pass. */
export function figuresInWindows(windows: number): Figure[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-bench-'));
  const file = path.join(folder, 'figures.jsonl');
  try {
    for (let i = 0; i < windows; i++) {
      const { status, stdout } = spawnSync(
        process.execPath,
        ['out/test/support/entry/runEditorTests.js', 'stable', '--grep', measuringTests],
        { env: { ...process.env, [figuresVariable]: file }, encoding: 'utf8' },
      );
      if (status !== 0) throw new Error(`The editor tests that measure do not pass:\n${stdout}`);
    }
    return readFigures(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
