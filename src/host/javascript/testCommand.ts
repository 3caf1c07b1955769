// How a test of a JavaScript project is run in one process, so that it can be recorded.
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TestRunner } from '../../protocol/runtime';
import { Failure } from '../failure';

export interface WantedTest {
  /** `file.test.js::title`, the title as the runner prints it, with those of its groups before it; or only the file. */
  readonly id: string;
  readonly runner: TestRunner | 'auto';
}

/** What Node is given after its own options, and before the script the options that only tests need. */
export interface TestCommand {
  readonly options: readonly string[];
  readonly script: string;
  readonly arguments: readonly string[];
  readonly runner?: TestRunner;
  /** Of vitest, whose own script is not run. */
  readonly runnerFolder?: string;
}

/**
 * @param runtime Folder of what runs inside of programs.
 * @throws Failure where the runner is missing or cannot be recorded.
 */
export async function testCommand(
  file: string,
  test: WantedTest,
  cwd: string,
  runtime: string,
): Promise<TestCommand> {
  const title = titleOf(test.id);
  const runner = test.runner === 'auto' ? await runnerOf(file, cwd) : test.runner;
  if (runner === 'node:test') {
    const options = title === undefined ? [] : [`--test-name-pattern=${exactly(lastTitle(title))}`];
    return { options, script: file, arguments: [] };
  }
  if (runner === 'mocha') {
    const script = await runnersScript('mocha', 'mocha/bin/mocha.js', file);
    const filter = title === undefined ? [] : ['--fgrep', title.replaceAll(' > ', ' ')];
    return { options: [], script, arguments: ['--no-parallel', ...filter, file] };
  }
  // Both compare with the titles of the groups and the test, with blanks between them.
  const pattern = title === undefined ? undefined : exactly(title.replaceAll(' > ', ' '));
  if (runner === 'jest') {
    const script = await runnersScript('jest', 'jest/bin/jest.js', file);
    const filter = pattern === undefined ? [] : [`--testNamePattern=${pattern}`];
    // Jest knows the folder by its real name only.
    const known = await realpath(file).catch(() => file);
    const one = ['--runInBand', '--watchAll=false', '--coverage=false', ...filter, '--runTestsByPath', known];
    return { options: [], script, arguments: one, runner };
  }
  if (runner === 'vitest') {
    const own = await runnersScript('vitest', 'vitest/vitest.mjs', file);
    const script = path.join(runtime, 'underVitest.mjs');
    const words = [file, ...(pattern === undefined ? [] : [pattern])];
    return { options: [], script, arguments: words, runner, runnerFolder: path.dirname(own) };
  }
  throw new Failure(
    'usage',
    `Tests of ${runner} cannot be recorded in a JavaScript file.`,
    'Witness records tests of node:test, mocha, vitest and jest, and any function with --call.',
  );
}

async function runnersScript(name: string, script: string, file: string): Promise<string> {
  const found = await installed(script, path.dirname(file));
  if (found === undefined) throw new Failure('missing', `${name} is not installed.`, 'Run npm install.');
  return found;
}

function titleOf(id: string): string | undefined {
  const at = id.indexOf('::');
  return at < 0 ? undefined : id.slice(at + 2);
}

/** Node compares with the title of each test, not with those of its groups. */
function lastTitle(title: string): string {
  return title.split(' > ').at(-1) ?? title;
}

function exactly(text: string): string {
  return `^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
}

async function runnerOf(file: string, cwd: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (/['"]node:test['"]/.test(text)) return 'node:test';
  for (const name of ['vitest', 'jest']) {
    if (new RegExp(`['"](?:@${name}/globals|${name})['"]`).test(text)) return name;
  }
  if (/^\s*jest\.\w/m.test(text)) return 'jest';
  for (const folder of foldersAbove(path.resolve(cwd, file))) {
    const known = await dependencies(folder);
    const found = ['vitest', 'jest', 'mocha'].find((name) => known.has(name));
    if (found !== undefined) return found;
  }
  return (await installed('mocha/bin/mocha.js', path.dirname(file))) === undefined ? 'node:test' : 'mocha';
}

/** From the innermost to the root. */
function foldersAbove(file: string): string[] {
  const folder = path.dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}

async function dependencies(cwd: string): Promise<Set<string>> {
  const text = await readFile(path.join(cwd, 'package.json'), 'utf8').catch(() => '{}');
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
    };
    return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
  } catch {
    return new Set();
  }
}

/** A file of an installed package, as Node would find it from a folder. */
async function installed(name: string, folder: string): Promise<string | undefined> {
  const candidate = path.join(folder, 'node_modules', name);
  if ((await stat(candidate).catch(() => undefined))?.isFile() === true) return candidate;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : installed(name, parent);
}
