// Fetches releases from the package registries, once; they stay in .cache. Nothing of them runs.
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
import type { Release } from './packages';

/** The files of one version; those of its dependencies stand where its own imports find them. */
export interface FetchedVersion {
  readonly folder: string;
  /** Paths of its own files, relative to the folder, with `/`. */
  readonly files: readonly string[];
}

/** @param python Its `pip` fetches what is on PyPI. */
export function fetched({ registry, name }: Release, version: string, python: string): FetchedVersion {
  mkdirSync('.cache/bench-releases', { recursive: true });
  const folder = path.join(realpathSync('.cache/bench-releases'), `${name}-${version}`);
  const complete = path.join(folder, 'complete');
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (registry === 'npm') fetchFromNpm(folder, `${name}@${version}`);
    else fetchFromPyPI(folder, `${name}==${version}`, python);
    writeFileSync(complete, '');
  }
  if (registry === 'npm') {
    const own = path.join(folder, 'package');
    return { folder: own, files: filesOf(own, '') };
  }
  return { folder: path.join(folder, 'site'), files: recordedFiles(path.join(folder, 'site'), name) };
}

function fetchFromNpm(folder: string, wanted: string): void {
  run(folder, 'npm', 'pack', '--silent', wanted);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  run(folder, 'tar', 'xzf', archive);
  const own = path.join(folder, 'package');
  const described = path.join(own, 'package.json');
  const published = JSON.parse(readFileSync(described, 'utf8')) as Record<string, unknown>;
  writeFileSync(described, JSON.stringify({ ...published, devDependencies: {}, peerDependencies: {} }));
  run(own, 'npm', 'install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts');
}

/** Wheels only: building from sources would run code of the package. */
function fetchFromPyPI(folder: string, wanted: string, python: string): void {
  const options = ['--quiet', '--only-binary', ':all:', '--no-compile', '--disable-pip-version-check'];
  run(folder, python, '-m', 'pip', 'install', ...options, '--target', 'site', wanted);
}

function run(cwd: string, command: string, ...parameters: string[]): void {
  execFileSync(command, parameters, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** What a wheel says that it holds. */
function recordedFiles(site: string, name: string): string[] {
  const about = readdirSync(site).find(
    (entry) => entry.endsWith('.dist-info') && entry.replaceAll('_', '-').startsWith(`${name}-`),
  );
  const record = readFileSync(path.join(site, about ?? '', 'RECORD'), 'utf8');
  return record
    .split('\n')
    .map((line) => line.split(',')[0] ?? '')
    .filter((file) => file !== '' && !file.startsWith('..'))
    .sort();
}

function filesOf(root: string, relative: string): string[] {
  return readdirSync(path.join(root, relative), { withFileTypes: true }).flatMap((entry) => {
    const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(root, name);
    return [name];
  });
}
