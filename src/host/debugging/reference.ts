// A program that says how the one under suspicion should behave.
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Recording } from '../../core/trace/recording';
import { Failure } from '../failure';
import { withPlainLineEnds } from '../syntax/lineEnds';
import { decodeSource, readSourceFile } from '../syntax/sourceFile';
import type { Tester } from './tester';

export type Reference = ReferenceProgram | PassingRun;

export interface ReferenceProgram {
  readonly source: string;
  /** E.g. `revision 1a2b3c4`. */
  readonly name: string;
}

/** A recording of one of the failing tests from when it passed. */
export interface PassingRun {
  readonly recording: Recording;
  /** Statement of the test. */
  readonly test: string;
  readonly name: string;
}

const revisions = 12;

/**
 * What a user names, a file or a revision of Git; without a name the last revision of the file with which the tests pass.
 * @param failing Statements of the failing tests.
 * @throws Failure where what is named cannot be had, or fails the tests too
 */
export async function referenceFor(
  file: string,
  named: string | undefined,
  failing: readonly string[],
  tester: Tester,
): Promise<ReferenceProgram | undefined> {
  if (named === undefined) return lastPassing(file, failing, tester);
  const found = (await isThere(named)) ? await ofFile(named) : await ofRevision(file, named);
  if (found === undefined) {
    const reason = `${named} is neither a file nor a revision that has ${path.basename(file)}.`;
    throw new Failure('usage', reason, 'Name a program that passes the tests.');
  }
  if (await passesOne(found.source, failing, tester)) return found;
  throw new Failure('usage', `${found.name} fails the tests too.`, 'Name a program that passes them.');
}

async function lastPassing(
  file: string,
  failing: readonly string[],
  tester: Tester,
): Promise<ReferenceProgram | undefined> {
  const log = await git(file, ['log', '-n', String(revisions), '--format=%h', '--', path.basename(file)]);
  for (const revision of log?.toString('utf8').split('\n').filter(Boolean) ?? []) {
    const found = await ofRevision(file, revision);
    if (found !== undefined && (await passesOne(found.source, failing, tester))) return found;
  }
  return undefined;
}

async function passesOne(source: string, failing: readonly string[], tester: Tester): Promise<boolean> {
  const results = await Promise.all(failing.map((test) => tester.tryPrograms([source], [test])));
  return results.some(([tests]) => tests?.[0]?.status === 'passed');
}

async function ofFile(name: string): Promise<ReferenceProgram> {
  return { source: withPlainLineEnds(await readSourceFile(name)), name: path.basename(name) };
}

async function ofRevision(file: string, revision: string): Promise<ReferenceProgram | undefined> {
  if (revision.startsWith('-')) return undefined;
  const bytes = await git(file, ['cat-file', 'blob', `${revision}:./${path.basename(file)}`]);
  const text = bytes === undefined ? undefined : decodeSource(file, bytes);
  return text === undefined ? undefined : { source: withPlainLineEnds(text), name: `revision ${revision}` };
}

/** What Git prints in the folder of a file; nothing where it fails. A repository's own settings must start no program. */
async function git(file: string, options: readonly string[]): Promise<Buffer | undefined> {
  return promisify(execFile)('git', ['-c', 'core.fsmonitor=false', ...options], {
    cwd: path.dirname(file),
    encoding: 'buffer',
    timeout: 10_000,
    maxBuffer: 16 << 20,
  }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
