// What has changed in a Git repository, with the texts before and after.
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChangedFile, FileStatus } from '../../core/review/change';
import type { ReviewedRange } from '../../protocol/review';
import { Failure } from '../failure';
import { type Git, gitFailure, gitIn } from '../git/git';
import { decodeText, readVersion } from './fileText';

export interface Changes {
  /** Folder that the paths are relative to. */
  readonly root: string;
  readonly files: readonly ChangedFile[];
  /** The new texts are those on disk. */
  readonly isOnDisk: boolean;
}

/** @throws Failure where there is no repository, or no such commit */
export async function gitChanges(
  folder: string,
  range: ReviewedRange,
  signal: AbortSignal,
): Promise<Changes> {
  const git = gitIn(folder, signal);
  try {
    const root = (await git('rev-parse', '--show-toplevel')).trim();
    const top = gitIn(root, signal);
    const entries = await changedEntries(top, range);
    const files: ChangedFile[] = [];
    for (const entry of entries) {
      signal.throwIfAborted();
      files.push(await changedFile(entry, root, top));
    }
    if (range.kind === 'working' || range.kind === 'base') files.push(...(await untracked(top, root)));
    return { root, files, isOnDisk: range.kind === 'working' || range.kind === 'base' };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    throw gitFailure(
      error,
      'Name commits that exist, in a folder of a Git repository with at least one commit.',
    );
  }
}

/** The range that a text names: `A..B`, `A...B`, or a commit and its parent. */
export function commitRange(text: string): ReviewedRange {
  const [, from, to] = /^(.+?)\.\.\.?(.*)$/.exec(text) ?? [];
  if (from === undefined) return { kind: 'commits', from: `${text}^`, to: text };
  return { kind: 'commits', from, to: to === undefined || to === '' ? 'HEAD' : to };
}

interface Entry {
  readonly status: string;
  readonly path: string;
  readonly oldPath: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldBlob: string;
  readonly newBlob: string;
}

async function changedEntries(git: Git, range: ReviewedRange): Promise<Entry[]> {
  const raw = await git(
    ...['diff', '--raw', '-z', '--no-abbrev', '--find-renames', '--no-ext-diff', '--ignore-submodules=dirty'],
    ...(await endsOf(git, range)),
    '--',
  );
  return parseRaw(raw);
}

async function endsOf(git: Git, range: ReviewedRange): Promise<string[]> {
  switch (range.kind) {
    case 'working':
      return ['HEAD'];
    case 'staged':
      return ['--cached', 'HEAD'];
    case 'base':
      return [(await git('merge-base', notAnOption(range.base), 'HEAD')).trim()];
    case 'commits':
      return [notAnOption(range.from), notAnOption(range.to)];
  }
}

/** What people name must not be taken for an option of Git. */
function notAnOption(name: string): string {
  if (!name.startsWith('-')) return name;
  throw new Failure('usage', `${name} is no commit.`, 'Name a branch, a tag or a commit.');
}

/** The fields of `git diff --raw -z`: what changed, then one path, of a rename or a copy two. */
function parseRaw(raw: string): Entry[] {
  const entries: Entry[] = [];
  const fields = raw.split('\0').values();
  for (const field of fields) {
    const match = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) (\w)/.exec(field);
    if (match === null) break;
    const [oldMode = '', newMode = '', oldBlob = '', newBlob = '', status = ''] = match.slice(1);
    const oldPath = nextOf(fields);
    const path = /[RC]/.test(status) ? nextOf(fields) : oldPath;
    entries.push({ status, path, oldPath, oldMode, newMode, oldBlob, newBlob });
  }
  return entries;
}

function nextOf(fields: Iterator<string, undefined>): string {
  return fields.next().value ?? '';
}

const statuses: Readonly<Record<string, FileStatus>> = { A: 'added', C: 'added', D: 'deleted', R: 'renamed' };

async function changedFile(entry: Entry, root: string, git: Git): Promise<ChangedFile> {
  const status = statuses[entry.status] ?? 'modified';
  const about = { path: entry.path, status, ...(status === 'renamed' && { oldPath: entry.oldPath }) };
  const special = specialKind(entry.oldMode) ?? specialKind(entry.newMode);
  if (special !== undefined) return { ...about, unread: special };
  const blob = async (name: string, file: string): Promise<Uint8Array | undefined> =>
    /^0+$/.test(name) ? readVersion(path.join(root, file)) : Buffer.from(await git('cat-file', 'blob', name));
  const old = status === 'added' ? undefined : await blob(entry.oldBlob, entry.oldPath);
  const now = status === 'deleted' ? undefined : await blob(entry.newBlob, entry.path);
  return { ...about, ...textsOf(entry.path, old, now) };
}

function specialKind(mode: string): string | undefined {
  if (mode === '160000') return 'it is a submodule';
  return mode === '120000' ? 'it is a symbolic link' : undefined;
}

async function untracked(git: Git, root: string): Promise<ChangedFile[]> {
  const names = (await git('ls-files', '--others', '--exclude-standard', '-z')).split('\0').filter(Boolean);
  return Promise.all(
    names.map(async (name): Promise<ChangedFile> => {
      const file = path.join(root, name);
      const isFile = (await lstat(file).catch(() => undefined))?.isFile() === true;
      const bytes = isFile ? await readFile(file).catch(() => undefined) : undefined;
      return { path: name, status: 'added', ...textsOf(name, undefined, bytes) };
    }),
  );
}

/** The texts of a file's versions, or why they are not read. */
export function textsOf(
  name: string,
  old: Uint8Array | undefined,
  now: Uint8Array | undefined,
): Pick<ChangedFile, 'old' | 'new' | 'unread'> {
  const texts = [old, now].map((bytes) => bytes && decodeText(name, bytes));
  const unread = texts.find((text) => text?.unread !== undefined)?.unread;
  if (unread !== undefined) return { unread };
  const [before, after] = texts.map((text) => text?.text);
  return { ...(before !== undefined && { old: before }), ...(after !== undefined && { new: after }) };
}
