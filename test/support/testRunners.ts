// Test runners that people use, as npm installs them: once, kept in .cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const packages = ['jest@29', 'ts-jest@29', 'typescript@5', 'vitest@3'];

/** The node_modules folder that holds them. @throws Error where npm cannot fetch them. */
export function installedRunners(): string {
  const folder = path.resolve('.cache/test-runners');
  const complete = path.join(folder, packages.join('+'));
  if (!existsSync(complete)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
    const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
    const { status, stderr } = spawnSync('npm', ['install', '--prefix', folder, ...options, ...packages], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`npm cannot fetch the runners that tests need: ${stderr}`);
    writeFileSync(complete, '');
  }
  return path.join(realpathSync(folder), 'node_modules');
}
