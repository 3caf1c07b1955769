import type * as vscode from 'vscode';
import type { FunctionInText } from '../../protocol/engine';

/** A function that is to be traced, as commands get it: the path within its file. */
export interface TraceTarget {
  readonly uri: vscode.Uri;
  readonly functionPath: string;
}

/** Languages whose programs are recorded. */
export const traceableLanguages = [
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
] as const;

/** Documents in which tracing is offered. */
export const traceableDocuments: vscode.DocumentSelector = traceableLanguages.map((language) => ({
  language,
  scheme: 'file',
}));

/** Whether Witness can trace what is in a document. */
export function isTraceable(document: vscode.TextDocument): boolean {
  return isTraceableLanguage(document.languageId) && document.uri.scheme === 'file';
}

export function isTraceableLanguage(languageId: string): boolean {
  return traceableLanguages.some((language) => language === languageId);
}

/** The functions that can be offered for tracing: those with a name by which they can be called from outside, and tests. */
export function offered(functions: readonly FunctionInText[]): FunctionInText[] {
  return functions.filter(
    ({ kind, isReachable, name, testTitle }) =>
      testTitle !== undefined ||
      ((kind === 'function' || kind === 'method') &&
        isReachable &&
        /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) &&
        !/^(__|constructor$)/.test(name)),
  );
}

/** The innermost of the functions that holds a 0-based line. */
export function functionAt(functions: readonly FunctionInText[], line: number): FunctionInText | undefined {
  return functions.findLast(({ range }) => range.start.line <= line && line <= range.end.line);
}
