// Which file a request is about: the one that it names, or the one that its test lies in.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { TestRunner } from '../../protocol/runtime';
import { Failure } from '../failure';

export interface RequestedTest {
  /** `file.py::Class::method[param]`, `package.module.Class.method` or `file.py::doctest:NAME`. */
  readonly id: string;
  readonly runner: TestRunner | 'auto';
}

export interface TraceTarget {
  /** Absolute. */
  readonly file: string;
  /** With the id as its runner takes it. */
  readonly test?: RequestedTest;
  readonly module?: string;
}

interface Wanted {
  readonly file?: string;
  readonly test?: RequestedTest;
  /** As of `python -m`. */
  readonly module?: string;
  readonly cwd: string;
}

/** @throws Failure when no file can be found. */
export async function traceTarget({ file, test, module, cwd }: Wanted): Promise<TraceTarget> {
  if (test !== undefined) return testTarget(test, file, cwd);
  if (module !== undefined) return { file: await fileOfModule(module, cwd), module };
  if (file !== undefined) return { file: path.resolve(cwd, file) };
  throw new Failure('usage', 'There is nothing to run: no file, module or test was named.');
}

async function testTarget(test: RequestedTest, file: string | undefined, cwd: string): Promise<TraceTarget> {
  const dotted = namesFile(test.id) ? undefined : await fileOfDotted(test.id, cwd);
  const isWhole = file === undefined || dotted !== undefined || namesFile(test.id);
  const id = isWhole ? test.id : `${relativeTo(cwd, file)}::${test.id}`;
  const named = namesFile(id) ? fileOf(id) : dotted;
  if (named === undefined) {
    const reason = `The test ${id} names no file below ${cwd}.`;
    throw new Failure('usage', reason, 'Name it with its file: path/to/test_file.py::Class::method');
  }
  return { file: path.resolve(cwd, named), test: { id, runner: runnerOf(id, test.runner) } };
}

function namesFile(id: string): boolean {
  return /\.(?:py|[cm]?[jt]sx?)$/.test(fileOf(id));
}

function fileOf(id: string): string {
  return id.split('::', 1)[0] ?? id;
}

function relativeTo(cwd: string, file: string): string {
  const relative = path.relative(cwd, path.resolve(cwd, file));
  return relative.startsWith('..') ? path.resolve(cwd, file) : relative;
}

function runnerOf(id: string, asked: RequestedTest['runner']): RequestedTest['runner'] {
  if (asked !== 'auto') return asked;
  if (/::doctest:/.test(id)) return 'doctest';
  // pytest knows no dotted names.
  return namesFile(id) ? 'auto' : 'unittest';
}

/** A module's file, of a package its `__main__`; where it lies elsewhere, the place where it would lie here. */
async function fileOfModule(module: string, cwd: string): Promise<string> {
  const base = path.join(cwd, ...module.split('.'));
  for (const candidate of [`${base}.py`, path.join(base, '__main__.py')]) {
    if ((await stat(candidate).catch(() => undefined))?.isFile() === true) return candidate;
  }
  return `${base}.py`;
}

/** The longest beginning of a dotted name that is a module or package below the folder. */
async function fileOfDotted(id: string, cwd: string): Promise<string | undefined> {
  const parts = id.split('.');
  for (let count = parts.length; count > 0; count--) {
    const base = path.join(cwd, ...parts.slice(0, count));
    for (const candidate of [`${base}.py`, path.join(base, '__init__.py')]) {
      const found = await stat(candidate).catch(() => undefined);
      if (found?.isFile() === true) return candidate;
    }
  }
  return undefined;
}
