// Which test is to be debugged.
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClaimedTest } from '../../core/debugging/wantedTests';
import type { FunctionInText } from '../../protocol/engine';
import type { Dialogs } from '../dialogs';
import type { DocumentFunctions } from '../tracing/functionsOf';
import { functionAt, isTraceable, type TraceTarget } from '../tracing/traceTarget';

/** What a menu, a CodeLens, or the Testing view hands over. */
export type GivenTest = TraceTarget | vscode.Uri | Pick<vscode.TestItem, 'uri' | 'range'>;

export interface DebugTarget {
  readonly document: vscode.TextDocument;
  /** The test as its runner calls it: `tests/test_a.py::TestB::test_c`, `a.test.mjs::group > title`; or what somebody says in words. */
  readonly test: string;
  readonly cwd: string;
  /** Where `test` is a description: the program, and the tests that a model made of it. */
  readonly described?: { readonly file: string; readonly claimed: readonly ClaimedTest[] };
}

/** The test that is meant, at the cursor or chosen from a list; undefined, and said why, where there is none. */
export async function debugTarget(
  given: GivenTest | undefined,
  functions: DocumentFunctions,
  dialogs: Dialogs,
): Promise<DebugTarget | undefined> {
  const document = await documentOf(given);
  if (document === undefined || !isTraceable(document)) {
    await dialogs.warn(
      vscode.l10n.t(
        'There is no test here that can be debugged: open a file of tests in Python, JavaScript or TypeScript.',
      ),
    );
    return undefined;
  }
  if (!(await areSaved(folderOf(document), dialogs))) return undefined;
  const tests = (await functions.of(document)).filter(
    ({ isTest, isReachable, testTitle }) => isTest && (isReachable || testTitle !== undefined),
  );
  const test = await chosenTest(given, document, tests, dialogs);
  return test && targetOf(document, test);
}

async function documentOf(given: GivenTest | undefined): Promise<vscode.TextDocument | undefined> {
  if (given === undefined) return vscode.window.activeTextEditor?.document;
  const uri = given instanceof vscode.Uri ? given : given.uri;
  return uri && vscode.workspace.openTextDocument(uri);
}

async function chosenTest(
  given: GivenTest | undefined,
  document: vscode.TextDocument,
  tests: readonly FunctionInText[],
  dialogs: Dialogs,
): Promise<FunctionInText | undefined> {
  if (given !== undefined && 'functionPath' in given) {
    const found = tests.find((test) => test.path === given.functionPath);
    if (found !== undefined) return found;
  }
  const line = lineOf(given, document);
  const meant = line === undefined ? undefined : functionAt(tests, line);
  if (meant !== undefined) return meant;
  if (tests.length === 0) {
    await dialogs.warn(
      vscode.l10n.t('There is no test in {0}. Open the file of the test.', path.basename(document.fileName)),
    );
    return undefined;
  }
  const items = tests.map((test) => ({ label: test.path, test }));
  return (await dialogs.pick(vscode.l10n.t('Which failing test is to be debugged?'), items))?.test;
}

/** 0-based: of a test of the Testing view, where it begins; else the cursor's. */
function lineOf(given: GivenTest | undefined, document: vscode.TextDocument): number | undefined {
  if (given !== undefined && 'range' in given) return given.range?.start.line;
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document ? editor.selection.active.line : undefined;
}

function targetOf(document: vscode.TextDocument, { path: name, testTitle }: FunctionInText): DebugTarget {
  const cwd = folderOf(document);
  const file = path.relative(cwd, document.fileName).replaceAll(path.sep, '/');
  const names = testTitle === undefined ? name.split('.') : [testTitle];
  return { document, cwd, test: [file, ...names].join('::') };
}

export function folderOf({ uri, fileName }: vscode.TextDocument): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(fileName);
}

/** Runners read tests and programs from the disk; saving is for people to decide. */
export async function areSaved(folder: string, dialogs: Dialogs): Promise<boolean> {
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) =>
      document.isDirty && isTraceable(document) && !path.relative(folder, document.fileName).startsWith('..'),
  );
  if (unsaved.length === 0) return true;
  const save = vscode.l10n.t('Save and Debug');
  const names = unsaved.map(({ fileName }) => path.basename(fileName)).join(', ');
  const message = vscode.l10n.t('{0} has unsaved changes, and what is on disk is what would run.', names);
  if ((await dialogs.warn(message, save)) !== save) return false;
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return saved.every((isSaved) => isSaved);
}
