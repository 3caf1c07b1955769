// Fetches a package from npm with what its tests need, once; it stays in .cache.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Project } from './projects';

/** The folder of the package's own files, with its tests in it. */
export function installed(project: Project): string {
  mkdirSync('.cache/bench-projects', { recursive: true });
  const folder = path.join(realpathSync('.cache/bench-projects'), project.name.replaceAll(/[@/]/g, '-'));
  const complete = path.join(folder, 'complete');
  const own = path.join(folder, 'package');
  if (existsSync(complete)) return own;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const run = (cwd: string, command: string, ...parameters: string[]): void => {
    execFileSync(command, parameters, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run(folder, 'npm', 'pack', '--silent', project.name);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  run(folder, 'tar', 'xzf', archive);
  onlyDependencies(path.join(own, 'package.json'));
  const quietly = [
    '--no-save',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--legacy-peer-deps',
  ];
  run(own, 'npm', 'install', ...quietly, ...project.needs);
  for (const [name, text] of Object.entries(project.files ?? {})) writeFileSync(path.join(own, name), text);
  writeFileSync(complete, '');
  return own;
}

/** Without linters and builds, which its tests do not need, and without peers, which npm would not install though named. */
function onlyDependencies(file: string): void {
  const described = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...described, devDependencies: {}, peerDependencies: {} }, null, 2));
}

/** Relative paths of its test files, with `/`. */
export function testFiles(project: Project, folder: string): string[] {
  return filesOf(folder, '')
    .filter((name) => project.tests.test(name))
    .sort();
}

function filesOf(root: string, relative: string): string[] {
  return readdirSync(path.join(root, relative), { withFileTypes: true }).flatMap((entry) => {
    const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(root, name);
    return [name];
  });
}
