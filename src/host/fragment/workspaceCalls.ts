// Calls of a function in the Python files of a workspace: in its tests, and in other code.
import path from 'node:path';
import { type CalledFunction, callSitesOf } from '../../core/fragment/callSites';
import { findSourceFiles, isSkipped, readSource } from '../dataflow/sourceFiles';
import type { SyntaxService } from '../syntax/syntaxService';

export interface FoundCall {
  readonly text: string;
  /** E.g. `a test (test_ledger.py:12)`. */
  readonly source: string;
}

/** Text of the file in which the functions are defined, which need not have been saved. */
export interface DefiningFile {
  readonly file: string;
  readonly text: string;
}

const searchMs = 2000;
const freshMs = 5000;
const mostFiles = 500;
const mostParsed = 12;
const largestText = 200_000;

/** The Python files of a workspace, tests first. Read once for all that is asked within a few seconds. */
export class WorkspaceFiles {
  private known:
    { readonly cwd: string; readonly at: number; readonly files: Promise<DefiningFile[]> } | undefined;

  /** Those that could be read in the time there is. */
  of(cwd: string, now = performance.now()): Promise<DefiningFile[]> {
    if (this.known === undefined || this.known.cwd !== cwd || now - this.known.at > freshMs) {
      this.known = { cwd, at: now, files: pythonFiles(cwd) };
    }
    return this.known.files;
  }
}

/** Calls by the name of the function, those of tests first. A workspace that is too large is searched in part. */
export async function workspaceCalls(
  functions: readonly CalledFunction[],
  own: DefiningFile,
  cwd: string,
  { syntax, workspace }: { readonly syntax: SyntaxService; readonly workspace: WorkspaceFiles },
): Promise<Record<string, FoundCall[]>> {
  const found = new Map<string, { call: FoundCall; isTest: boolean }[]>();
  const texts =
    functions.length === 0 ? [] : [own, ...callingTexts(functions, own.file, await workspace.of(cwd))];
  for (const { file, text } of texts) {
    const model = await syntax.model(file, Buffer.from(text), 'block').catch(() => undefined);
    if (model === undefined) continue;
    for (const called of functions) {
      const { name } = called;
      const sites = callSitesOf(called, { model, text, isTestFile: isTestFile(file) });
      const list = found.get(name) ?? [];
      found.set(name, [
        ...list,
        ...sites.map(({ text: call, line, isTest }) => {
          const place = `${path.relative(cwd, file)}:${line + 1}`;
          return { isTest, call: { text: call, source: `${isTest ? 'a test' : 'a call'} (${place})` } };
        }),
      ]);
    }
  }
  const testsFirst = ([name, list]: [string, { call: FoundCall; isTest: boolean }[]]): [
    string,
    FoundCall[],
  ] => [name, list.sort((a, b) => Number(b.isTest) - Number(a.isTest)).map(({ call }) => call)];
  return Object.fromEntries([...found].map(testsFirst));
}

/** Files that hold the text of such a call, tests first. */
function callingTexts(
  functions: readonly CalledFunction[],
  own: string,
  files: readonly DefiningFile[],
): DefiningFile[] {
  const classes = functions.flatMap(({ className }) => className ?? []);
  // Whoever calls what the file defines names the file or, where that is handed on, a class of it.
  const module = new RegExp(`\\b(${[path.parse(own).name, ...classes].map(escaped).join('|')})\\b`);
  const names = functions.map(({ name }) => `${name}(`);
  const calling = files.filter(
    ({ file, text }) => file !== own && module.test(text) && names.some((name) => text.includes(name)),
  );
  return calling.slice(0, mostParsed);
}

async function pythonFiles(cwd: string): Promise<DefiningFile[]> {
  const started = performance.now();
  const found = await findSourceFiles([cwd], '/', AbortSignal.timeout(searchMs)).catch(() => []);
  const python = found.filter(({ language }) => language === 'python');
  const ordered = python.sort((a, b) => Number(isTestFile(b.file)) - Number(isTestFile(a.file)));
  const files: DefiningFile[] = [];
  for (const item of ordered.slice(0, mostFiles)) {
    if (performance.now() - started > searchMs) break;
    const source = await readSource(item);
    if (isSkipped(source) || source.text.length > largestText) continue;
    files.push({ file: item.file, text: source.text });
  }
  return files;
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, String.raw`\$&`);
}

function isTestFile(file: string): boolean {
  return /^(test_.*|.*_test|conftest)\.py$/.test(path.basename(file));
}
