// Which files are analysed: what lies below the given paths and is neither ignored by Git nor written by a machine.
import ignore, { type Ignore } from 'ignore';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LanguageId } from '../../core/syntax/model';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { Failure } from '../failure';
import { decodePython, decodeUtf8 } from '../syntax/sourceText';

export interface SourceText {
  /** Absolute. */
  readonly file: string;
  /** As the user named it: the given path, and what lies below it. */
  readonly shown: string;
  readonly language: LanguageId;
  readonly text: string;
}

export interface SkippedFile {
  readonly file: string;
  /** Part of a sentence, e.g. `it is minified`. */
  readonly reason: string;
}

/** A file that might be analysed. */
export interface FoundFile {
  readonly file: string;
  readonly shown: string;
  readonly language: LanguageId;
}

/** Folders that hold other people's code or none. */
const foreignFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  '.witness',
  '.vscode-test',
  'node_modules',
  'bower_components',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  '.mypy_cache',
  'site-packages',
]);

const largestFile = 6_500_000;

/**
 * Source files at and below paths, in the order of their names. A file that is named itself is taken in any case.
 * @param paths As the user gave them, relative to `cwd`.
 * @throws Failure for a path that is not there, or a file of a language that is not read.
 */
export async function findSourceFiles(
  paths: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const shown of paths) {
    const file = path.resolve(cwd, shown);
    const stats = await stat(file).catch(() => undefined);
    if (stats === undefined) {
      throw new Failure('usage', `There is no file or folder ${shown}.`, 'Give a path that exists.');
    }
    if (stats.isDirectory()) {
      for (const inside of await filesBelow(file, shown, signal)) found.set(inside.file, inside);
      continue;
    }
    const language = languageOfPath(file);
    if (language === undefined) {
      throw new Failure(
        'usage',
        `${shown} is not in a language that Witness analyses.`,
        'It reads Java, Python, JavaScript and TypeScript, told by the ending of the name.',
      );
    }
    found.set(file, { file, shown, language });
  }
  return [...found.values()];
}

/** The text of a file, or why it is not analysed. */
export async function readSource({ file, shown, language }: FoundFile): Promise<SourceText | SkippedFile> {
  const skipped = (reason: string): SkippedFile => ({ file: shown, reason });
  const stats = await stat(file).catch(() => undefined);
  if (stats === undefined) return skipped('it cannot be read');
  if (stats.size > largestFile) return skipped(`it is larger than ${largestFile / 1_000_000} MB`);
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return skipped('it cannot be read');
  const text = language === 'python' ? decodePython(bytes) : decodeUtf8(bytes);
  if (text === undefined) return skipped('its bytes are not text in the encoding that it names');
  const reason = machineMade(text);
  return reason === undefined ? { file, shown, language, text } : skipped(reason);
}

export function isSkipped(source: SourceText | SkippedFile): source is SkippedFile {
  return 'reason' in source;
}

/** Why a text is not worth looking at; undefined when it is. */
export function machineMade(text: string): string | undefined {
  const head = text.slice(0, 1000);
  if (/@generated\b|\bDO NOT EDIT\b|\bauto-?generated (?:file|code|by)\b/i.test(head)) {
    return 'it is generated';
  }
  const lines = text.split('\n');
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const isDense = text.length > 5_000 && text.length / lines.length > 300;
  return isDense || longest > 20_000 ? 'it is minified' : undefined;
}

async function filesBelow(folder: string, shown: string, signal: AbortSignal): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const walk = async (at: string, shownAt: string, filters: readonly Filter[]): Promise<void> => {
    signal.throwIfAborted();
    const own = await filterOf(at);
    const active = own === undefined ? filters : [...filters, own];
    for (const entry of await entriesOf(at)) {
      const file = path.join(at, entry.name);
      const name = path.join(shownAt, entry.name);
      if (isIgnored(file, entry.isDirectory(), active)) continue;
      if (entry.isDirectory()) {
        if (!foreignFolders.has(entry.name)) await walk(file, name, active);
        continue;
      }
      const language = entry.isFile() ? languageOfPath(file) : undefined;
      if (language !== undefined) found.push({ file, shown: name, language });
    }
  };
  const above = await filtersAbove(folder);
  // A folder that is named itself is taken although Git ignores it; what lies below is then judged by its own files.
  const isNamedAlthoughIgnored = isIgnored(folder, true, above) || isAnyAboveIgnored(folder, above);
  await walk(folder, shown, isNamedAlthoughIgnored ? [] : above);
  return found;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Filter {
  readonly folder: string;
  readonly rules: Ignore;
}

function isIgnored(file: string, isFolder: boolean, filters: readonly Filter[]): boolean {
  // The nearest file that says anything decides.
  for (const { folder, rules } of [...filters].reverse()) {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function isAnyAboveIgnored(folder: string, filters: readonly Filter[]): boolean {
  const top = filters[0]?.folder;
  for (let at = path.dirname(folder); top !== undefined && at.length > top.length; at = path.dirname(at)) {
    if (isIgnored(at, true, filters)) return true;
  }
  return false;
}

async function filterOf(folder: string): Promise<Filter | undefined> {
  const text = await readFile(path.join(folder, '.gitignore'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { folder, rules: ignore().add(text) };
}

/** The filters of the folders above, up to the repository's. */
async function filtersAbove(folder: string): Promise<Filter[]> {
  const filters: Filter[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if (at !== folder) {
      const filter = await filterOf(at);
      if (filter !== undefined) filters.unshift(filter);
    }
    const isRepository = (await stat(path.join(at, '.git')).catch(() => undefined)) !== undefined;
    if (isRepository) return filters;
    if (path.dirname(at) === at) return [];
  }
}
